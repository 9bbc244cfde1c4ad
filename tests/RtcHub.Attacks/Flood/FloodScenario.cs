using System.Net;
using System.Net.Sockets;
using RtcHub.Attacks.Honest;
using RtcHub.Attacks.Raw;
using RtcHub.Attacks.Target;
using RtcHub.Chaos.Logs;

namespace RtcHub.Attacks.Flood;

/// <summary>
/// Attempts to connect that are given up half-way, from everywhere, as fast as they go. Those who were connected before
/// stay so and lose nothing, and the server forgets the attempts.
/// </summary>
internal sealed class FloodScenario(int seed, int attempts)
{
    private const int Attackers = 64;
    private const int HonestPeers = 20;

    /// <summary>Pools, tables and code have about their size after these; whatever an attempt left behind would go on growing.</summary>
    private const int FirstAttempts = 2_500;

    private static readonly TimeSpan ResumeWindow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ForgetsWithin = TimeSpan.FromSeconds(30);

    private readonly int[] _made = new int[FloodKinds.All.Count];
    private int _next;
    private int _failed;

    public async Task<bool> RunAsync()
    {
        var verdict = new Verdict("flood", seed);
        using var server = await Server.StartAsync(verdict.Folder, ("RtcHub__ResumeWindow", ResumeWindow.ToString()));
        await using var talk = await Conversation.StartAsync(server.Url, "tea", HonestPeers, messagesPerSecond: 2, bytes: 300);
        await AttackAsync(server, FirstAttempts);
        await Clock.Delay(ResumeWindow);
        var resident = server.ResidentMiB;
        var before = await server.MeasureMemoryAsync();

        talk.Deliveries.Take();
        await Clock.Delay(Quiet);
        verdict.Print($"{HonestPeers} honest peers before: {talk.Deliveries.Take()}");

        var began = Clock.Now;
        await AttackAsync(server, attempts);
        var took = Clock.Now - began;
        verdict.Print($"{HonestPeers} honest peers during: {talk.Deliveries.Take()}; this program stood still for {talk.Standstill.TotalMilliseconds:0} ms at most");
        verdict.Print($"{attempts:N0} attempts in {took.TotalSeconds:0.0} s, {attempts / took.TotalSeconds:N0} a second, {_failed} failed: {string.Join(", ", FloodKinds.All.Select((kind, i) => $"{_made[i]} {kind.Name}"))}");

        began = Clock.Now;
        var residentAfter = await server.ResidentSettlesAsync(resident, ForgetsWithin);
        verdict.Print($"server: resident {resident:0} MiB, at most {server.PeakResidentMiB:0} MiB, {residentAfter:0} MiB after {(Clock.Now - began).TotalSeconds:0} s");
        var after = await server.MemorySettlesAsync(before, ForgetsWithin);
        verdict.Print($"server: {before}; then {after}, after {(Clock.Now - began).TotalSeconds:0} s");

        verdict.Check(server.FindFault());
        verdict.Check(await talk.EndAsync());
        verdict.Check(residentAfter <= resident * Server.MaxGrowth, $"resident memory was {resident:0} MiB before, and is {residentAfter:0} MiB");
        verdict.Check(after.GrownSince(before));
        return verdict.Conclude();
    }

    private Task AttackAsync(Server server, int count)
    {
        _next = 0;
        _failed = 0;
        Array.Clear(_made);
        return Task.WhenAll(Enumerable.Range(0, Attackers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref _next) is var number && number <= count)
                await AttemptAsync(server, new Random(unchecked((seed * 486_187_739) ^ number)));
        })));
    }

    private async Task AttemptAsync(Server server, Random random)
    {
        var from = new IPAddress([127, (byte)random.Next(1, 255), (byte)random.Next(256), (byte)random.Next(1, 255)]);
        var kind = random.Next(FloodKinds.All.Count);
        try
        {
            using var connection = await RawConnection.OpenAsync(server.EndPoint, from);
            await FloodKinds.All[kind].Attempt(connection, random);
            Interlocked.Increment(ref _made[kind]);
        }
        catch (SocketException)
        {
            Interlocked.Increment(ref _failed); // refused, or closed while it was sending
        }
    }
}
