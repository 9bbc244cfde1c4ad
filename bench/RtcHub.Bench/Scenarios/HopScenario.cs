namespace RtcHub.Bench;

/// <summary>What a second node adds to the time of a signal, at a rate that leaves everyone idle for the most part.</summary>
internal sealed class HopScenario(int pairs, int signalsPerSecond) : IScenario
{
    public string Name => "hop";

    public int Nodes => 2;

    public async Task<IReadOnlyList<Series>> RunAsync(RunningService service, Measuring measuring)
    {
        var near = await Gather.PairsAsync(service, "near", pairs, onOneNode: true);
        var far = await Gather.PairsAsync(service, "far", pairs);
        var (nearLoad, farLoad) = (new SteadyLoad(near, signalsPerSecond), new SteadyLoad(far, signalsPerSecond));
        await nearLoad.RunAsync(measuring.WarmUp / 2);
        await farLoad.RunAsync(measuring.WarmUp / 2);

        var runs = new List<(TimeSpan[] Near, TimeSpan[] Far)>();
        while (runs.Count < measuring.Runs)
            runs.Add((await nearLoad.RunAsync(measuring.Duration), await farLoad.RunAsync(measuring.Duration)));
        await Gather.LeaveAsync([.. near, .. far]);

        return
        [
            Of("a signal on one node", 50, run => Percentile(run.Near, 50)),
            Of("a signal between two nodes", 50, run => Percentile(run.Far, 50)),
            Of("added by the hop", 50, run => Percentile(run.Far, 50) - Percentile(run.Near, 50)),
            Of("a signal on one node", 99, run => Percentile(run.Near, 99)),
            Of("a signal between two nodes", 99, run => Percentile(run.Far, 99)),
            Of("added by the hop", 99, run => Percentile(run.Far, 99) - Percentile(run.Near, 99)),
        ];

        Series Of(string what, int percentile, Func<(TimeSpan[] Near, TimeSpan[] Far), double> milliseconds) =>
            new($"{what} at {signalsPerSecond:N0} a second: p{percentile}", "ms", [.. runs.Select(milliseconds)]);
    }

    private static double Percentile(TimeSpan[] ordered, int percentile) => ordered[ordered.Length * percentile / 100].TotalMilliseconds;
}
