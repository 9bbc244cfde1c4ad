using System.Net;
using RtcHub.Attacks.Honest;
using RtcHub.Attacks.Target;
using RtcHub.Chaos.Logs;

namespace RtcHub.Attacks.Fuzz;

/// <summary>
/// Hub messages, WebSocket frames and handshakes with something wrong in them. The server answers or closes the
/// connection, at once; it does not end, logs no error and none of their words, keeps no memory, and an honest pair notices nothing.
/// </summary>
internal sealed class FuzzScenario(int seed, long first, long frames)
{
    private const int Attackers = 16;
    private const string HonestTopic = "orchard";

    /// <summary>Topics, a query and what the honest say: in no log, whatever its level.</summary>
    private static readonly string[] Secrets = [HonestTopic, "fuzz-", "topic=", "xxxxxxxx"];

    /// <summary>What the attackers leave behind ends this long after them.</summary>
    private static readonly TimeSpan ResumeWindow = TimeSpan.FromSeconds(5);

    /// <summary>The server collects its garbage when it has become quiet.</summary>
    private static readonly TimeSpan CollectsWithin = TimeSpan.FromSeconds(10);

    /// <summary>And once more, a minute later.</summary>
    private static readonly TimeSpan PoolsGiveBackWithin = TimeSpan.FromSeconds(90);

    private readonly Tally _tally = new();
    private long _next;
    private long _end;

    public async Task<bool> RunAsync()
    {
        var verdict = new Verdict("fuzz", seed);
        using var server = await Server.StartAsync(
            verdict.Folder,
            ("Logging__LogLevel__Default", "Trace"),
            ("RtcHub__ResumeWindow", ResumeWindow.ToString()),
            ("RtcHub__ConnectionsPerSecond", "0")); // an attacker whose connection was closed comes back at once
        await using var pair = await Conversation.StartAsync(server.Url, HonestTopic, peers: 2, messagesPerSecond: 25, bytes: 200);

        var warmUp = Math.Min(frames / 10, 20_000);
        await AttackAsync(server, pair, first, warmUp);
        var resident = await server.LeastResidentAsync(within: ResumeWindow + CollectsWithin);
        var before = await server.MeasureMemoryAsync();
        var began = Clock.Now;

        var attack = AttackAsync(server, pair, first + warmUp, frames - warmUp);
        while (await Task.WhenAny(attack, Clock.Delay(TimeSpan.FromSeconds(5))) != attack)
            await server.MeasureMemoryAsync(); // so that forgotten failures are found while they are young
        await attack;
        var took = Clock.Now - began;

        var residentAfter = await server.ResidentSettlesAsync(resident, PoolsGiveBackWithin);
        var after = await server.MemorySettlesAsync(before, within: TimeSpan.FromSeconds(15));
        verdict.Print($"{_tally}, {(frames - warmUp) / took.TotalSeconds:N0} a second");
        var calls = pair.Calls.Take();
        verdict.Print($"honest pair: calls {calls}; this program stood still for {pair.Standstill.TotalMilliseconds:0} ms at most");
        verdict.Print($"server: {before}; then {after}; resident {resident:0} MiB, at most {server.PeakResidentMiB:0} MiB, then {residentAfter:0} MiB");

        verdict.Check(server.FindFault(Secrets));
        verdict.Check(_tally.Wrong);
        verdict.Check(await pair.EndAsync());
        verdict.Check(calls.Max < 1_000, $"an honest call took {calls.Max:0} ms");
        verdict.Check(residentAfter <= resident * Server.MaxGrowth, $"resident memory was {resident:0} MiB before, and is {residentAfter:0} MiB");
        verdict.Check(after.GrownSince(before));
        return verdict.Conclude($"replay a frame with: fuzz --seed {seed} --first NUMBER --frames 1");
    }

    private async Task AttackAsync(Server server, Conversation pair, long from, long count)
    {
        (_next, _end) = (from, from + count);
        await Task.WhenAll(Enumerable.Range(1, Attackers).Select(index => Task.Run(() => AttackAsync(server, pair, index))));
    }

    private async Task AttackAsync(Server server, Conversation pair, int index)
    {
        using var attacker = new Attacker(server.EndPoint, new IPAddress([127, 0, 1, (byte)index]), _tally);
        while (_tally.Wrong is null && Interlocked.Add(ref _next, Shot.PerTopic) - Shot.PerTopic is var start && start < _end)
        {
            attacker.HangUp();
            for (var number = start; number < Math.Min(start + Shot.PerTopic, _end) && _tally.Wrong is null; number++)
                await attacker.FireAsync(Shot.TopicOf(number, HonestTopic), Shot.Make(seed, number, HonestTopic, pair.Peers[0].PeerId));
        }
    }
}
