using System.Net;
using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Processes;

/// <summary>One RtcHub.Server on a port of its own, and whether it says that it is ready.</summary>
internal sealed class Node(int index, int port, string server, string logFile, (string, string)[] environment) : IDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(1) };
    private ChildProcess? _process;

    public int Index => index;

    public int Port => port;

    public Uri Url { get; } = new($"ws://127.0.0.1:{port}/rtc");

    /// <summary>As it said when it was asked last, a moment ago: what a load balancer knows.</summary>
    public bool IsReady { get; private set; }

    public int ProcessId => _process!.Id;

    public bool IsRunning => _process is { HasExited: false };

    public void Start() => _process = ChildProcess.Start(logFile, "dotnet", [server, "--urls", $"http://127.0.0.1:{port}"], environment);

    public Task SignalAsync(string signal) => _process!.SignalAsync(signal);

    /// <summary>Waits for the process to end; its exit code, or null when it takes longer.</summary>
    public async Task<int?> ExitAsync(TimeSpan within) => await _process!.ExitsWithinAsync(within) ? _process.ExitCode : null;

    public async Task UntilReadyAsync(TimeSpan within)
    {
        for (var since = Clock.Now; !IsReady; await Clock.Delay(TimeSpan.FromMilliseconds(100)))
        {
            if (!IsRunning)
                throw new InvalidOperationException($"Node {index} ended; see {logFile}.");
            if (Clock.Now - since > within)
                throw new InvalidOperationException($"Node {index} is not ready after {within.TotalSeconds} s; see {logFile}.");
        }
    }

    /// <summary>Asks again and again, as a load balancer does.</summary>
    public async Task WatchAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            IsReady = IsRunning && await AnswersAsync(cancellation);
            await Clock.Delay(TimeSpan.FromMilliseconds(200), cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    public void Dispose() => _process?.Dispose();

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri($"http://127.0.0.1:{port}/readyz"), cancellation);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
