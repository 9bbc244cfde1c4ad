using RtcHub.Attacks.Honest;
using RtcHub.Attacks.Target;
using RtcHub.Chaos.Logs;

namespace RtcHub.Attacks.Crowd;

/// <summary>
/// A topic in which most never read what they are sent. They are all cut, what waits for them costs the server little, and
/// the honest ones lose nothing. How late those hear each other is printed, beside the same in a crowd that reads.
/// </summary>
internal sealed class CrowdScenario(int seed, int readers, int honest, double rate, int bytes, int joinsPerSecond)
{
    private const string Topic = "stadium";
    private const double MaxGrowthMiB = 200;

    private static readonly TimeSpan Phase = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenJoins = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan JoinsWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan CutWithin = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan BetweenPings = TimeSpan.FromSeconds(2);

    private readonly Verdict _verdict = new("crowd", seed);

    public async Task<bool> RunAsync()
    {
        _verdict.Print($"{honest} honest peers, each {rate}/s of {bytes} bytes to everyone, and {readers} others");
        var reading = await RunAsync("reading", reads: true);
        var attacked = await RunAsync("not reading", reads: false);
        _verdict.Check(attacked.GrowthMiB < MaxGrowthMiB, $"the server grew by {attacked.GrowthMiB:0} MiB");
        _verdict.Print($"honest p99 {attacked.P99:0.0} ms, in a crowd that reads {reading.P99:0.0} ms: {attacked.P99 / reading.P99:0.00} times");
        return _verdict.Conclude();
    }

    /// <summary>One server, the honest peers alone, then with the others.</summary>
    private async Task<(double P99, double GrowthMiB)> RunAsync(string name, bool reads)
    {
        using var server = await Server.StartAsync(Path.Combine(_verdict.Folder, name), ("RtcHub__MaxPeersPerTopic", "2000"));
        await using var talk = await Conversation.StartAsync(server.Url, Topic, honest, rate, bytes);
        await Clock.Delay(Phase / 2);
        talk.Deliveries.Take();
        await Clock.Delay(Phase);
        _verdict.Print($"{name,-12} alone: {talk.Deliveries.Take()}");

        var resident = server.ResidentMiB;
        var members = await JoinAsync(server, talk, reads);
        var began = Clock.Now;
        while (reads ? Clock.Now - began < Phase : Clock.Now - began < CutWithin && members.Exists(member => !member.IsCut))
        {
            await Task.WhenAll(members.Select(member => member.PingAsync()));
            await Clock.Delay(BetweenPings);
        }

        var heard = talk.Deliveries.Take();
        var grown = server.PeakResidentMiB - resident;
        var cut = members.Count(member => member.IsCut);
        _verdict.Print($"{name,-12} there: {heard}; {Entered(talk)} of {readers} entered, {cut} cut, {(Clock.Now - began).TotalSeconds:0} s after the last had joined");
        _verdict.Print($"{name,-12} server {resident:0} MiB, grew by {grown:0} MiB; this program stood still for {talk.Standstill.TotalMilliseconds:0} ms at most");
        _verdict.Check(server.FindFault());
        _verdict.Check(await talk.EndAsync());
        _verdict.Check(cut == (reads ? 0 : readers), $"{cut} of {readers} who are {name} were cut");
        members.ForEach(member => member.Dispose());
        return (heard.P99, grown);
    }

    private async Task<List<CrowdMember>> JoinAsync(Server server, Conversation talk, bool reads)
    {
        var began = Clock.Now;
        var members = new List<CrowdMember>();
        var atOnce = (int)Math.Ceiling(joinsPerSecond * BetweenJoins.TotalSeconds);
        for (; members.Count < readers; await Clock.Delay(BetweenJoins))
        {
            var next = Enumerable.Range(0, Math.Min(atOnce, readers - members.Count));
            members.AddRange(await Task.WhenAll(next.Select(_ => CrowdMember.JoinAsync(server.EndPoint, Topic, reads))));
        }

        if (reads)
        {
            while (Entered(talk) < readers && Clock.Now - began < JoinsWithin)
                await Clock.Delay(TimeSpan.FromMilliseconds(50));
            _verdict.Check(Entered(talk) == readers, $"{Entered(talk)} of {readers} joined");
        }

        return members;
    }

    /// <summary>How many of the crowd the honest have heard of. Of those who do not read, some wait at the topic's gate until they are cut.</summary>
    private int Entered(Conversation talk) => talk.Joined - (honest - 1);
}
