namespace RtcHub.Bench;

/// <summary>What a relayed signal costs while the service has as much to do as it can.</summary>
internal sealed class RelayScenario(int pairs, TimeSpan warmUp, TimeSpan measure) : IScenario
{
    public string Work => "one signal relayed under load";

    public string Unit => "µs";

    public async Task<double[]> RunAsync(Service service, ServerProcess server, int runs)
    {
        var all = await PairUp.JoinAsync(service, server, "relay", pairs);
        var calls = all.Select(pair => pair.RunAsync()).ToArray();
        await Pause.For(warmUp);

        var costs = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            var before = all.Sum(pair => pair.Signals);
            var meter = new Meter(server);
            await Pause.For(measure);
            costs[run] = meter.Read().Cpu.TotalMicroseconds / (all.Sum(pair => pair.Signals) - before);
        }

        foreach (var pair in all)
            pair.Stop();
        await Task.WhenAll(calls).WaitAsync(TimeSpan.FromSeconds(30));
        await PairUp.LeaveAsync(all);
        return costs;
    }
}
