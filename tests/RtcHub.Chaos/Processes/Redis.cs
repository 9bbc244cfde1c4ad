using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Processes;

/// <summary>A redis-server that keeps nothing on disk.</summary>
internal sealed class Redis(int port, string logFile) : IDisposable
{
    private ChildProcess? _process;

    public string Address => $"127.0.0.1:{port}";

    /// <summary>Returns when it answers, and not another one that has its port.</summary>
    public async Task StartAsync()
    {
        _process = ChildProcess.Start(
            logFile, "redis-server", ["--port", Text(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
        var itself = $"process_id:{_process.Id}\r";
        for (var since = Clock.Now; !(await AskAsync("INFO", "server")).Contains(itself, StringComparison.Ordinal); await Clock.Delay(TimeSpan.FromMilliseconds(20)))
        {
            if (_process.HasExited || Clock.Now - since > TimeSpan.FromSeconds(10))
                throw new InvalidOperationException($"redis-server does not answer; see {logFile}.");
        }
    }

    public async Task KillAsync()
    {
        await _process!.SignalAsync("KILL");
        await _process.ExitsWithinAsync(TimeSpan.FromSeconds(5));
    }

    public Task SignalAsync(string signal) => _process!.SignalAsync(signal);

    /// <summary>What redis-cli prints.</summary>
    public Task<string> AskAsync(params string[] command) => ChildProcess.RunAsync("redis-cli", ["-p", Text(port), .. command]);

    public void Dispose() => _process?.Dispose();

    private static string Text(int number) => number.ToString(provider: null);
}
