using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace RtcHub.Bench;

/// <summary>A service under load, on a free port of loopback, as a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri http)
    {
        _process = process;
        Url = new UriBuilder(http) { Scheme = "ws", Path = "/rtc" }.Uri;
        EndPoint = new IPEndPoint(IPAddress.Loopback, http.Port);
    }

    public Uri Url { get; }

    public IPEndPoint EndPoint { get; }

    public double ResidentMiB
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts RtcHub.</summary>
    public static Task<ServerProcess> StartAsync(params (string Name, string Value)[] settings) =>
        StartAsync(Service.RtcHub, core: null, settings);

    /// <summary>Starts a service, on one core or on all, and waits until it says where it listens.</summary>
    public static async Task<ServerProcess> StartAsync(Service service, int? core, params (string Name, string Value)[] settings)
    {
        var command = core is null ? service.Command : ["taskset", "--cpu-list", core.Value.ToString(CultureInfo.InvariantCulture), .. service.Command];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true };
        foreach (var (name, value) in service.Settings.Concat(settings))
            start.Environment[name] = value;

        var process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var at = line.IndexOf("http://", StringComparison.Ordinal);
            if (at < 0)
                continue;
            _ = process.StandardOutput.ReadToEndAsync(); // or it blocks when the pipe is full
            return new ServerProcess(process, new Uri(line[at..].Trim()));
        }

        throw new InvalidOperationException($"{service.Name} ended with {process.ExitCode.ToString(CultureInfo.InvariantCulture)}.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
