namespace RtcHub.Bench;

/// <summary>What a whole call costs: two connect and subscribe, exchange an offer, an answer and 20 candidates, and leave.</summary>
internal sealed class CallScenario(int atOnce, TimeSpan warmUp, TimeSpan measure) : IScenario
{
    private long _calls;

    public string Work => "a whole call set up";

    public string Unit => "ms";

    public async Task<double[]> RunAsync(Service service, ServerProcess server, int runs)
    {
        using var done = new CancellationTokenSource();
        var callers = Enumerable.Range(0, atOnce).Select(caller => CallAsync(service, server, caller, done.Token)).ToArray();
        await Task.WhenAny([Pause.For(warmUp), .. callers]);

        var costs = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            var before = Interlocked.Read(ref _calls);
            var meter = new Meter(server);
            await Task.WhenAny([Pause.For(measure), .. callers]);
            costs[run] = meter.Read().Cpu.TotalMilliseconds / (Interlocked.Read(ref _calls) - before);
        }

        await done.CancelAsync();
        await Task.WhenAll(callers);
        return costs;
    }

    private async Task CallAsync(Service service, ServerProcess server, int caller, CancellationToken done)
    {
        for (var call = 0; !done.IsCancellationRequested; call++)
        {
            var pair = await PairUp.JoinAsync(service, server, $"call-{caller}-{call}");
            await pair.RunAsync(calls: 1);
            await pair.LeaveAsync();
            Interlocked.Increment(ref _calls);
        }
    }
}
