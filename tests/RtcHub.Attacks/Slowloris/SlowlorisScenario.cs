using System.Globalization;
using RtcHub.Attacks.Honest;
using RtcHub.Attacks.Target;

namespace RtcHub.Attacks.Slowloris;

/// <summary>
/// Connections that hold what they have and never get anywhere, all kinds at once. Each is cut in time, and an honest
/// pair notices nothing.
/// </summary>
internal sealed class SlowlorisScenario(int seed, int each)
{
    /// <summary>Timers of the server look once a second, some of them twice in a row.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2.5);

    /// <summary>Peers of the large topic, each with so much metadata.</summary>
    private const int LargePeers = 50; // which leaves room for the attackers
    private const int LargeMetadata = 4_000;

    public async Task<bool> RunAsync()
    {
        var verdict = new Verdict("slowloris", seed);
        using var server = await Server.StartAsync(verdict.Folder);
        await using var pair = await Conversation.StartAsync(server.Url, SlowKinds.LoudTopic, peers: 2, messagesPerSecond: 10, bytes: 8_000);
        await using var large = await Conversation.StartAsync(
            server.Url, SlowKinds.LargeTopic, LargePeers, messagesPerSecond: 0.1, bytes: 100, metadata: $$"""{"about":"{{new string('x', LargeMetadata)}}"}""");

        var kinds = SlowKinds.All.Select(kind => RunAsync(verdict, server, kind)).ToArray();
        await Task.WhenAll(kinds);

        var calls = pair.Calls.Take();
        verdict.Print($"honest pair: calls {calls}; this program stood still for {pair.Standstill.TotalMilliseconds:0} ms at most");
        verdict.Check(server.FindFault());
        verdict.Check(await pair.EndAsync());
        verdict.Check(await large.EndAsync());
        verdict.Check(calls.Max < 1_000, $"an honest call took {calls.Max:0} ms");
        return verdict.Conclude();
    }

    private async Task RunAsync(Verdict verdict, Server server, SlowKind kind)
    {
        var clients = Enumerable.Range(0, each).Select(_ => new SlowClient(kind, server.EndPoint).UntilCutAsync(kind.Limit + Slack));
        var cut = await Task.WhenAll(clients);
        var late = cut.Count(time => time is null);
        var times = late == each ? "not cut" : $"cut after {Seconds(cut.Min())} to {Seconds(cut.Max())} s";
        verdict.Print($"{kind.Name,-30} {times}, limit {kind.Limit.TotalSeconds:0} s{(late is 0 || late == each ? "" : $"; {late} of {each} not cut")}");
        verdict.Check(late == 0, $"a client that {kind.Name} was not cut within {(kind.Limit + Slack).TotalSeconds:0.0} s");
    }

    private static string Seconds(TimeSpan? time) => time!.Value.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
}
