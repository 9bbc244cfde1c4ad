using System.Collections.Concurrent;
using System.Diagnostics;

namespace RtcHub.Bench;

/// <summary>Everyone loses the connection at once and comes back: RtcHub's peers resume, others join again.</summary>
internal sealed class StormScenario : IScenario
{
    private const int AtOnce = 256; // within the operating system's queue of connections that wait to be accepted

    public string Name => "storm";

    public async Task<IReadOnlyList<Series>> RunAsync(RunningService service, Measuring measuring)
    {
        var peers = await IdlePeers.JoinAsync(service, measuring.Peers);
        for (var startedAt = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(startedAt) < measuring.WarmUp;)
            await ReturnAsync(peers);

        var (costs, seconds, p99) = (new double[measuring.Runs], new double[measuring.Runs], new double[measuring.Runs]);
        for (var run = 0; run < measuring.Runs; run++)
        {
            var meter = new Meter(service);
            var latencies = await ReturnAsync(peers);
            var spent = meter.Read();
            (costs[run], seconds[run]) = (spent.Cpu.TotalMilliseconds / peers.Length, spent.Elapsed.TotalSeconds);
            p99[run] = latencies[latencies.Length * 99 / 100].TotalMilliseconds;
        }

        foreach (var peer in peers)
            peer.Dispose();
        if (peers.FirstOrDefault(peer => peer.Fault is not null) is { } failed)
            throw new InvalidOperationException(failed.Fault);
        return
        [
            new Series($"a peer of {peers.Length:N0} that come back", "ms", costs),
            new Series($"{peers.Length:N0} peers are back after", "s", seconds),
            new Series("one that comes back waits: p99", "ms", p99),
        ];
    }

    private static async Task<TimeSpan[]> ReturnAsync(LoadPeer[] peers)
    {
        foreach (var peer in peers)
            peer.Dispose();
        var latencies = new ConcurrentBag<TimeSpan>();
        await Parallel.ForEachAsync(peers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (peer, _) =>
        {
            var startedAt = Stopwatch.GetTimestamp();
            await peer.ReturnAsync();
            latencies.Add(Stopwatch.GetElapsedTime(startedAt));
        });
        return [.. latencies.Order()];
    }
}
