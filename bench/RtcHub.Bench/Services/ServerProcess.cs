using System.Diagnostics;
using System.Net;

namespace RtcHub.Bench;

/// <summary>One node of a service, on a free port of loopback, as a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri http)
    {
        _process = process;
        Url = new UriBuilder(http) { Scheme = "ws", Path = "/rtc" }.Uri;
        EndPoint = new IPEndPoint(IPAddress.Loopback, http.Port);
        Usage = new ProcessUsage(process);
    }

    public Uri Url { get; }

    public IPEndPoint EndPoint { get; }

    public ProcessUsage Usage { get; }

    /// <summary>Starts RtcHub, on all cores.</summary>
    public static Task<ServerProcess> StartAsync(params (string Name, string Value)[] settings) =>
        StartAsync("RtcHub", Service.RtcHub.Command, Service.RtcHub.Settings.Concat(settings));

    /// <summary>Starts a program and waits until it says where it listens.</summary>
    public static async Task<ServerProcess> StartAsync(string name, string[] command, IEnumerable<(string Name, string Value)> settings)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true };
        foreach (var (setting, value) in settings)
            start.Environment[setting] = value;

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start.");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var at = line.IndexOf("http://", StringComparison.Ordinal);
            if (at < 0)
                continue;
            _ = process.StandardOutput.ReadToEndAsync(); // or it blocks when the pipe is full
            return new ServerProcess(process, new Uri(line[at..].Trim()));
        }

        throw new InvalidOperationException($"{name} ended before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
