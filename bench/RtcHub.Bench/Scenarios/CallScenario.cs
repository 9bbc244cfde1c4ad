namespace RtcHub.Bench;

/// <summary>What a whole call costs: two connect and subscribe, exchange an offer, an answer and 20 candidates, and leave.</summary>
internal sealed class CallScenario(int nodes, int atOnce) : IScenario
{
    public const string Local = "a whole call set up";
    public const string Remote = "a whole call set up over two nodes";

    private long _calls;

    public string Name => "call";

    public int Nodes => nodes;

    public async Task<IReadOnlyList<Series>> RunAsync(RunningService service, Measuring measuring)
    {
        using var done = new CancellationTokenSource();
        var callers = Enumerable.Range(0, atOnce).Select(caller => CallAsync(service, caller, done.Token)).ToArray();
        await GoOnAsync(measuring.WarmUp);
        var series = await Cost.MeasureAsync(service, measuring, nodes == 1 ? Local : Remote, "ms", async () =>
        {
            var before = Interlocked.Read(ref _calls);
            await GoOnAsync(measuring.Duration);
            return Interlocked.Read(ref _calls) - before;
        });
        await done.CancelAsync();
        await Task.WhenAll(callers);
        return series;

        async Task GoOnAsync(TimeSpan duration) => await await Task.WhenAny([Pause.For(duration), .. callers]); // a caller ends only by what went wrong
    }

    private async Task CallAsync(RunningService service, int caller, CancellationToken done)
    {
        for (var call = 0; !done.IsCancellationRequested; call++)
        {
            var pair = await Gather.PairAsync(service, $"call-{caller}-{call}");
            await pair.CallOnceAsync();
            await pair.LeaveAsync();
            Interlocked.Increment(ref _calls);
        }
    }
}
