using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace RtcHub.Bench;

/// <summary>The real server, on a free port of loopback, as a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri url)
    {
        _process = process;
        Url = url;
    }

    public Uri Url { get; }

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

    public static async Task<ServerProcess> StartAsync(params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(ServerAssembly());
        start.ArgumentList.Add("--urls");
        start.ArgumentList.Add("http://127.0.0.1:0");
        foreach (var (name, value) in settings)
            start.Environment[name] = value;

        var process = Process.Start(start) ?? throw new InvalidOperationException("The server did not start.");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            var at = line.IndexOf("http://", StringComparison.Ordinal);
            if (at < 0)
                continue;
            _ = process.StandardOutput.ReadToEndAsync(); // or it blocks when the pipe is full
            return new ServerProcess(process, new UriBuilder(line[at..].Trim()) { Scheme = "ws", Path = "/rtc" }.Uri);
        }

        throw new InvalidOperationException($"The server ended with {process.ExitCode.ToString(CultureInfo.InvariantCulture)}.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>The server built in the same configuration as this program.</summary>
    private static string ServerAssembly()
    {
        var here = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!;
        var output = Path.GetRelativePath(Path.Combine(here, "../../.."), here); // bin/Release/net10.0
        return Path.GetFullPath(Path.Combine(here, "../../../../../src/RtcHub.Server", output, "RtcHub.Server.dll"));
    }
}
