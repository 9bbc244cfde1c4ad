using System.Diagnostics;

namespace RtcHub.Bench;

/// <summary>What a join costs: a peer connects and subscribes, and those present are told, in topics of some peers.</summary>
internal sealed class JoinScenario(int topics, int peersPerTopic) : IScenario
{
    public string Name => "join";

    public async Task<IReadOnlyList<Series>> RunAsync(RunningService service, Measuring measuring)
    {
        for (var startedAt = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(startedAt) < measuring.WarmUp;)
            await LeaveAsync(await FillAsync(service));

        // Those of the last run leave after what is measured, and before the next.
        var last = Array.Empty<LoadPeer[]>();
        var costs = new double[measuring.Runs];
        for (var run = 0; run < measuring.Runs; run++)
        {
            await LeaveAsync(last);
            var meter = new Meter(service);
            last = await FillAsync(service);
            costs[run] = meter.Read().Cpu.TotalMilliseconds / (topics * peersPerTopic);
        }

        await LeaveAsync(last);
        return [new Series($"a join, topics of {peersPerTopic}", "ms", costs)];
    }

    private async Task<LoadPeer[][]> FillAsync(RunningService service)
    {
        var filled = new LoadPeer[topics][];
        await Parallel.ForAsync(0, topics, new ParallelOptions { MaxDegreeOfParallelism = Gather.AtOnce }, async (topic, _) =>
            filled[topic] = await Gather.TopicAsync(service, $"join-{topic}", peersPerTopic));
        return filled;
    }

    private static Task LeaveAsync(LoadPeer[][] filled) => Gather.LeaveAsync(filled.SelectMany(peers => peers));
}
