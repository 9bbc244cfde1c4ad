namespace RtcHub.Bench;

/// <summary>
/// Whether a signal costs more when there are more topics. Ten pairs are in all of them, each in its share, and go on to
/// the next with each call, so that only the number of topics differs. For RtcHub.
/// </summary>
internal sealed class TopicsScenario(int topics) : IScenario
{
    private const int Pairs = 10;

    public string Name => "topics";

    public bool Suits(Service service) => service == Service.RtcHub;

    public static string WorkOf(int topics) => $"a signal in {topics:N0} topics";

    public async Task<IReadOnlyList<Series>> RunAsync(RunningService service, Measuring measuring)
    {
        var all = await Gather.PairsAsync(service, "topic", Pairs);
        await Task.WhenAll(all.Select((pair, number) => SpreadAsync(pair, $"topic-{number}")));
        foreach (var pair in all)
            pair.Start();
        await Pause.For(measuring.WarmUp);
        var series = await Cost.MeasureAsync(service, measuring, WorkOf(topics), "µs", () => all.Sum(pair => pair.Signals));
        await Task.WhenAll(all.Select(pair => pair.StopAsync()));
        await Gather.LeaveAsync(all);
        return series;
    }

    /// <summary>Enters the further topics of a pair, beside the first one that it is in.</summary>
    private async Task SpreadAsync(Pair pair, string first)
    {
        var (caller, callee) = ((RtcHubPeer)pair.Caller, (RtcHubPeer)pair.Callee);
        string[] all = [first, .. Enumerable.Range(1, topics / Pairs - 1).Select(further => $"{first}-{further}")];
        await Task.WhenAll(EnterAsync(caller, all[1..]), EnterAsync(callee, all[1..]));
        var next = 0;
        pair.BeforeCall = () =>
        {
            caller.SignalTopic = callee.SignalTopic = all[next];
            next = (next + 1) % all.Length;
        };
    }

    private static async Task EnterAsync(RtcHubPeer peer, string[] further)
    {
        foreach (var topic in further)
            await peer.EnterAsync(topic);
    }
}
