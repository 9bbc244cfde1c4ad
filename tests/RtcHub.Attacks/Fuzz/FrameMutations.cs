using RtcHub.Attacks.Raw;

namespace RtcHub.Attacks.Fuzz;

/// <summary>
/// What may be wrong with the WebSocket frames that carry a hub message. Each writes the message, or does something else;
/// one that leaves a frame or message unfinished says so, for whatever follows would be taken for the rest of it.
/// </summary>
internal static class FrameMutations
{
    private static readonly int[] OddCloseCodes = [0, 1, 999, 1000, 1001, 1004, 1005, 1006, 1007, 1015, 1016, 2999, 3000, 4999, 5000, 65535];

    private static readonly Action<WebSocketWriter, byte[], Random>[] Finished =
    [
        (to, hub, random) => Pieces(hub, random, 5, (piece, first, last) => to.Frame(Opcode.Text, piece)),
        (to, hub, random) => Pieces(hub, random, 5, (piece, first, last) => to.Frame(first ? Opcode.Text : Opcode.Continuation, piece, last)),
        (to, hub, random) => Pieces(hub, random, 300, (piece, first, last) => to.Frame(first ? Opcode.Text : Opcode.Continuation, piece, last)),
        (to, hub, random) => Pieces(hub, random, 9, (piece, first, last) => to.Frame(first ? Opcode.Text : Opcode.Continuation, piece, last).Frame(Opcode.Ping, "hi"u8)),
        (to, hub, random) => to.Frame(Opcode.Binary, hub),
        (to, hub, random) => to.Frame(Opcode.Text, []).Frame(Opcode.Text, hub).Frame(Opcode.Binary, []),
        (to, hub, random) => to.Frame(Opcode.Ping, new byte[random.Next(126)]).Frame(Opcode.Text, hub),
        (to, hub, random) => to.Frame(Opcode.Pong, new byte[random.Next(126)]).Frame(Opcode.Text, hub),
        (to, hub, random) => to.Frame(Opcode.Ping, new byte[random.Next(126, 1_000)]).Frame(Opcode.Text, hub), // too long for a control frame
        (to, hub, random) => to.Frame(Opcode.Ping, "a"u8, final: false).Frame(Opcode.Continuation, "b"u8).Frame(Opcode.Text, hub),
        (to, hub, random) => to.Frame(OddJson.Pick(random, [3, 4, 5, 6, 7, 11, 12, 13, 14, 15]), hub),
        (to, hub, random) => to.Frame(Opcode.Text, hub, reserved: random.Next(1, 8)),
        (to, hub, random) => to.Frame(Opcode.Text, hub, masked: false),
        (to, hub, random) => to.Frame(Opcode.Continuation, hub),
        (to, hub, random) => to.Frame(Opcode.Text, hub, final: false).Frame(Opcode.Text, hub),
        (to, hub, random) => to.Frame(Opcode.Text, hub, lengthBytes: hub.Length > ushort.MaxValue || random.Next(2) == 0 ? 8 : 2), // longer than need be
        (to, hub, random) => to.Frame(Opcode.Close, Close(random)).Frame(Opcode.Text, hub),
        (to, hub, random) => to.Frame(Opcode.Close, [3]).Frame(Opcode.Text, hub),
        (to, hub, random) => to.Frame(Opcode.Close, []),
        (to, hub, random) => to.Frame(Opcode.Close, [3, 232, .. Enumerable.Repeat((byte)0xFF, random.Next(200))]),
        (to, hub, random) => Pieces(new byte[random.Next(65_537, 300_000)], random, 300, (piece, first, last) => to.Frame(first ? Opcode.Text : Opcode.Continuation, piece, last)),
        (to, hub, random) => to.Frame(Opcode.Text, Enumerable.Repeat((byte)'x', random.Next(65_537, 200_000)).ToArray()),
        (to, hub, random) => to.Raw(hub),
    ];

    private static readonly Action<WebSocketWriter, byte[], Random>[] Unfinished =
    [
        (to, hub, random) => to.Frame(Opcode.Text, hub, claimed: (ulong)(hub.Length + random.Next(1, 100_000))),
        (to, hub, random) => to.Frame(Opcode.Text, hub, lengthBytes: 8, claimed: 1UL << random.Next(17, 64)),
        (to, hub, random) => to.Frame(Opcode.Text, hub, lengthBytes: 2, claimed: 65_535),
        (to, hub, random) => to.Frame(Opcode.Text, hub, final: false),
        (to, hub, random) => to.Frame(Opcode.Text, hub.AsSpan(..^1)).Frame(Opcode.Text, [], final: false),
        (to, hub, random) => Pieces(new byte[random.Next(65_537, 500_000)], random, 50, (piece, first, last) => to.Frame(first ? Opcode.Text : Opcode.Continuation, piece, final: false)),
        (to, hub, random) => to.Raw([0x81]),
        (to, hub, random) => to.Raw([0x81, 0xFE, 0x01]),
    ];

    /// <summary>Says whether what it wrote is finished.</summary>
    public static bool Apply(WebSocketWriter to, byte[] hub, Random random)
    {
        var isFinished = random.Next(8) > 0;
        OddJson.Pick(random, isFinished ? Finished : Unfinished)(to, hub, random);
        return isFinished;
    }

    private static byte[] Close(Random random)
    {
        var code = OddJson.Pick(random, OddCloseCodes);
        return [(byte)(code >> 8), (byte)code, .. "bye"u8];
    }

    private static void Pieces(byte[] bytes, Random random, int atMost, Action<byte[], bool, bool> write)
    {
        var size = Math.Max(1, bytes.Length / random.Next(1, atMost + 1));
        for (var at = 0; at < bytes.Length; at += size)
            write(bytes[at..Math.Min(at + size, bytes.Length)], at == 0, at + size >= bytes.Length);
    }
}
