namespace RtcHub.Bench;

/// <summary>What it costs that one peer's message reaches all others of its topic.</summary>
internal sealed class FanOutScenario(int peersPerTopic, int peers) : IScenario
{
    public string Name => $"to-{peersPerTopic}";

    public bool Suits(Service service) => service.HasTopics;

    public async Task<IReadOnlyList<Series>> RunAsync(RunningService service, Measuring measuring)
    {
        var crowds = new Crowd[peers / peersPerTopic];
        await Parallel.ForAsync(0, crowds.Length, new ParallelOptions { MaxDegreeOfParallelism = Gather.AtOnce }, async (topic, _) =>
            crowds[topic] = new Crowd(await Gather.TopicAsync(service, $"crowd-{topic}", peersPerTopic)));
        foreach (var crowd in crowds)
            crowd.Start();
        await Pause.For(measuring.WarmUp);
        var series = await Cost.MeasureAsync(
            service, measuring, $"a message of 1 kB to one of {peersPerTopic}", "µs", () => crowds.Sum(crowd => crowd.Deliveries));
        await Task.WhenAll(crowds.Select(crowd => crowd.StopAsync()));
        await Task.WhenAll(crowds.Select(crowd => crowd.LeaveAsync()));
        return series;
    }
}
