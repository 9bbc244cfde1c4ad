namespace RtcHub.Attacks.Fuzz;

/// <summary>JSON that nobody expects where it comes, and some that is none.</summary>
internal static class OddJson
{
    private static readonly string[] Scalars = ["null", "true", "false", "\"\"", "[]", "{}"];

    private static readonly string[] Numbers =
    [
        "0", "-0", "-1", "1.0", "1.5", "1e0", "1E+2", "1e-400", "1e400", "-1e9999999999",
        "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
        "123456789012345678901234567890", "0.1000000000000000055511151231257827",
    ];

    /// <summary>Within quotation marks these are strings, though half a surrogate pair is no text.</summary>
    private static readonly string[] Strings =
    [
        "", " ", "*", ".", "..", "\\u0000", "\\u001e", "\\u0007", "\\n", "\\ud800", "\\udc00x", "\\ud800\\ud800", "\\ud83d\\ude00",
        "\\udfff\\ud800", "\ufeff", "\u202e", "e\u0301", "\u00e9", "\uff21", "\u0130", "\u2028", "__proto__", "constructor", "$type", "{0}", "%s%n",
        "../../etc/passwd", "'; DROP TABLE peers;--", "<img src=x onerror=alert(1)>",
    ];

    private static readonly string[] Broken =
    [
        "undefined", "NaN", "-Infinity", "", "'a'", "/**/1", "01", "+1", ".5", "1.", "0x10", "-", "\"", "\"\u001e\"", "\"\u0001\"", "\"\t\"", "\"\\\"",
        "\"\\x\"", "\"\\u12\"", "{", "[", "[1,]", "{\"a\":1,}", "{\"a\"}", "{a:1}", "]", "}", "1 2", "tru",
    ];

    private static readonly int[] Lengths = [127, 128, 129, 1_000, 4_095, 4_097, 16_385, 49_153, 60_000];
    private static readonly int[] Depths = [1, 2, 10, 20, 30, 31, 32, 33, 40, 50, 61, 62, 63, 64, 65, 1_000, 30_000];

    public static string Value(Random random) => random.Next(13) switch
    {
        0 => Pick(random, Scalars),
        12 => Pick(random, Broken),
        1 or 2 => Pick(random, Numbers),
        3 or 4 or 5 => String(random),
        6 => Nested(random),
        7 => Objects(random),
        8 => "[" + string.Join(',', Enumerable.Repeat(Pick(random, Numbers), random.Next(5))) + "]",
        9 => $$"""{"metadata":{{Value(random)}}}""",
        10 => $"[{Value(random)},{Value(random)}]",
        _ => "{}",
    };

    public static string String(Random random) => random.Next(5) switch
    {
        0 => $"\"{new string((char)random.Next('!', '\u0250'), Pick(random, Lengths)).Replace('\\', '/').Replace('"', '/')}\"",
        1 => $"\"{string.Concat(Enumerable.Repeat(Pick(random, Strings), random.Next(1, 200)))}\"",
        2 => $"\"a{Pick(random, Strings)}b\"",
        _ => $"\"{Pick(random, Strings)}\"",
    };

    public static T Pick<T>(Random random, T[] values) => values[random.Next(values.Length)];

    /// <summary>Closed, or open as far as it goes.</summary>
    private static string Nested(Random random)
    {
        var depth = Pick(random, Depths);
        return random.Next(9) switch
        {
            0 => new string('[', depth),
            < 4 => string.Concat(Enumerable.Repeat("{\"a\":", Math.Min(depth, 12_000))) + "1" + new string('}', Math.Min(depth, 12_000)),
            _ => new string('[', depth) + new string(']', depth),
        };
    }

    private static string Objects(Random random) => random.Next(5) switch
    {
        0 => """{"a":1,"a":2}""",
        1 => """{"metadata":{},"metadata":1,"metadata":null}""",
        2 => $"{{{string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"\"k{i}\":{i}"))}}}",
        3 => """{"type":7,"error":"x","target":"Welcome","arguments":[]}""",
        _ => $$"""{"":{{Value(random)}},"\u0000":1}""",
    };
}
