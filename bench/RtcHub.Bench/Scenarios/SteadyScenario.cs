namespace RtcHub.Bench;

/// <summary>What a signal costs a service that has little to do: so many a second, the same mix.</summary>
internal sealed class SteadyScenario(int pairs, int signalsPerSecond) : IScenario
{
    public string Name => "steady";

    public async Task<IReadOnlyList<Series>> RunAsync(RunningService service, Measuring measuring)
    {
        var all = await Gather.PairsAsync(service, "steady", pairs);
        var load = new SteadyLoad(all, signalsPerSecond);
        await load.RunAsync(measuring.WarmUp);
        var series = await Cost.MeasureAsync(
            service, measuring, $"a signal at a steady {signalsPerSecond:N0} a second", "µs", async () => (await load.RunAsync(measuring.Duration)).Length);
        await Gather.LeaveAsync(all);
        return series;
    }
}
