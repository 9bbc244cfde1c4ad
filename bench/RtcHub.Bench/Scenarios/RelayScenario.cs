namespace RtcHub.Bench;

/// <summary>What a relayed signal costs while the service has as much to do as it can.</summary>
internal sealed class RelayScenario(string name, int nodes, int pairs) : IScenario
{
    public const string Local = "a signal under load";
    public const string Remote = "a signal between two nodes under load";

    public string Name => name;

    public int Nodes => nodes;

    public async Task<IReadOnlyList<Series>> RunAsync(RunningService service, Measuring measuring)
    {
        var all = await Gather.PairsAsync(service, "relay", pairs);
        foreach (var pair in all)
            pair.Start();
        await Pause.For(measuring.WarmUp);
        var series = await Cost.MeasureAsync(service, measuring, nodes == 1 ? Local : Remote, "µs", () => all.Sum(pair => pair.Signals));
        await Task.WhenAll(all.Select(pair => pair.StopAsync()));
        await Gather.LeaveAsync(all);
        return series;
    }
}
