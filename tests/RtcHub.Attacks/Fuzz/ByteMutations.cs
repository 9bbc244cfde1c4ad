using System.Text;

namespace RtcHub.Attacks.Fuzz;

/// <summary>What may be wrong with the bytes of a hub message and its end mark.</summary>
internal static class ByteMutations
{
    private const byte RecordSeparator = 0x1E;

    /// <summary>No UTF-8: a byte that never occurs, overlong forms, a surrogate, beyond the last character, cut short.</summary>
    private static readonly byte[][] NoUtf8 =
    [
        [0xFF], [0xFE, 0xFF], [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xED, 0xB0, 0x80],
        [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xE2, 0x82], [0xF0, 0x9F, 0x98],
    ];

    private static readonly Func<byte[], Random, byte[]>[] All =
    [
        (json, random) => Ended(json[..random.Next(json.Length + 1)]),
        (json, random) => json[..random.Next(json.Length)], // whatever follows becomes part of it
        (json, random) => Ended(Flipped(json, random)),
        (json, random) => Ended(Inserted(json, random, OddJson.Pick(random, NoUtf8))),
        (json, random) => Ended(Inserted(json, random, OddJson.Pick(random, NoUtf8))),
        (json, random) => Ended(Inserted(json, random, [0])),
        (json, random) => Ended(Inserted(json, random, [RecordSeparator])),
        (json, random) => Ended([0xEF, 0xBB, 0xBF, .. json]),
        (json, random) => [RecordSeparator, .. Ended(json)],
        (json, random) => [.. json, .. Enumerable.Repeat(RecordSeparator, random.Next(2, 300))],
        (json, random) => Ended([.. " \t\r\n"u8, .. json, .. " \n"u8]),
        (json, random) => Ended([.. json, .. json]),
        (json, random) => [.. Ended(json), .. Ended(json), .. Ended(json)],
        (json, random) => Ended([.. json, .. "garbage"u8]),
        (json, random) => Ended(Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(json))),
        (json, random) => Ended(Garbage(random)),
        (json, random) => [RecordSeparator],
        (json, random) => Ended([]),
        (json, random) => Ended([.. Enumerable.Repeat((byte)' ', random.Next(60_000))]),
        (json, random) => Ended([.. json[..^1], .. Encoding.ASCII.GetBytes(",\"pad\":\"" + new string('x', random.Next(60_000, 70_000)) + "\"}")]),
    ];

    public static byte[] Apply(byte[] json, Random random) => OddJson.Pick(random, All)(json, random);

    public static byte[] Ended(byte[] json) => [.. json, RecordSeparator];

    private static byte[] Flipped(byte[] json, Random random)
    {
        var flipped = (byte[])json.Clone();
        for (var times = random.Next(1, 4); times > 0 && flipped.Length > 0; times--)
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    private static byte[] Inserted(byte[] json, Random random, byte[] what)
    {
        var at = random.Next(json.Length + 1);
        return [.. json[..at], .. what, .. json[at..]];
    }

    private static byte[] Garbage(Random random)
    {
        var garbage = new byte[random.Next(1, 2_000)];
        random.NextBytes(garbage);
        return garbage;
    }
}
