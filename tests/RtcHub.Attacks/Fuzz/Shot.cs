using System.Text;
using RtcHub.Attacks.Raw;

namespace RtcHub.Attacks.Fuzz;

/// <summary>What comes of a shot.</summary>
internal enum ShotKind
{
    /// <summary>The connection goes on, or is closed.</summary>
    Call,

    /// <summary>Whatever followed would be taken for the rest of it: nothing does.</summary>
    Unfinished,

    /// <summary>It takes the place of the handshake.</summary>
    Handshake,
}

/// <summary>One thing that an attacker sends: a function of the run's seed and its number, so that it can be sent again.</summary>
/// <param name="Number">Counts from 0.</param>
/// <param name="Kind">What comes of it.</param>
/// <param name="Bytes">As they go over TCP.</param>
internal sealed record Shot(long Number, ShotKind Kind, byte[] Bytes)
{
    /// <summary>So many follow each other against the same topic.</summary>
    public const int PerTopic = 64;

    private const int Topics = 500;

    /// <summary>The topic that a shot is about, as a rule; every eighth is the honest pair's.</summary>
    public static string TopicOf(long number, string honestTopic) =>
        number / PerTopic % 8 == 0 ? honestTopic : $"fuzz-{number / PerTopic % Topics}";

    public override string ToString() => $"frame {Number}, which is {Escaped.Text(Bytes)}";

    public static Shot Make(int seed, long number, string honestTopic, string honestPeer)
    {
        var random = new Random(unchecked((seed * 486_187_739) ^ (int)(number * 16_777_619)));
        var dice = random.Next(100);
        if (dice < 2)
            return new Shot(number, ShotKind.Handshake, Handshakes.Next(random));

        var draft = Draft.ValidCall(random, TopicOf(number, honestTopic), honestPeer);
        for (var times = dice < 15 ? 0 : dice < 80 ? random.Next(1, 3) : random.Next(2); times > 0; times--)
            CallMutations.Apply(draft, random);
        var json = Encoding.UTF8.GetBytes(dice is >= 80 and < 84 ? CallMutations.OtherMessage(random) : draft.Json);
        var hub = dice is >= 84 and < 92 ? ByteMutations.Apply(json, random) : ByteMutations.Ended(json);

        var to = new WebSocketWriter();
        if (dice >= 92)
            return new Shot(number, FrameMutations.Apply(to, hub, random) ? ShotKind.Call : ShotKind.Unfinished, to.ToArray());
        return new Shot(number, ShotKind.Call, to.Frame(Opcode.Text, hub).ToArray());
    }
}
