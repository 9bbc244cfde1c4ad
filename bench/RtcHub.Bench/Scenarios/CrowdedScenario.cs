namespace RtcHub.Bench;

/// <summary>Whether a signal costs more when more peers are in its topic: the same pairs, in topics of different sizes.</summary>
internal sealed class CrowdedScenario(int peersPerTopic, int peers) : IScenario
{
    public string Name => "peers";

    public bool Suits(Service service) => service.HasTopics;

    public static string WorkOf(int peersPerTopic) => $"a signal in topics of {peersPerTopic}";

    public async Task<IReadOnlyList<Series>> RunAsync(RunningService service, Measuring measuring)
    {
        var pairs = new List<Pair>();
        while (2 * pairs.Count < peers)
        {
            var present = await Gather.TopicAsync(service, $"crowded-{pairs.Count}", peersPerTopic);
            pairs.AddRange(present.Chunk(2).Select(two => new Pair(two[0], two[1])));
        }

        foreach (var pair in pairs)
            pair.Start();
        await Pause.For(measuring.WarmUp);
        var series = await Cost.MeasureAsync(service, measuring, WorkOf(peersPerTopic), "µs", () => pairs.Sum(pair => pair.Signals));
        await Task.WhenAll(pairs.Select(pair => pair.StopAsync()));
        await Gather.LeaveAsync(pairs);
        return series;
    }
}
