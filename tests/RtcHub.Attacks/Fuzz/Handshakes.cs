using System.Text;
using RtcHub.Attacks.Raw;

namespace RtcHub.Attacks.Fuzz;

/// <summary>What a client may say instead of the handshake; some of it is one after all.</summary>
internal static class Handshakes
{
    public const string Valid = """{"protocol":"json","version":1}""";

    private static readonly string[] Odd =
    [
        """{"protocol":"json","version":0}""",
        """{"protocol":"json","version":2}""",
        """{"protocol":"json","version":-1}""",
        """{"protocol":"json","version":99999999999999999999}""",
        """{"protocol":"json","version":"1"}""",
        """{"protocol":"json","version":1.5}""",
        """{"protocol":"json","version":null}""",
        """{"protocol":"json"}""",
        """{"version":1}""",
        """{"protocol":"messagepack","version":1}""",
        """{"protocol":"JSON","version":1}""",
        """{"protocol":null,"version":1}""",
        """{"protocol":1,"version":1}""",
        """{"protocol":"json","protocol":"messagepack","version":1}""",
        """{"protocol":"json","version":1,"extra":{"a":[1,2,3]}}""",
        """{"type":1,"target":"Bye","arguments":[]}""",
        "{}",
        "[]",
        "null",
        "1",
        "",
        "GET / HTTP/1.1\r\n\r\n",
        "\ufeff{\"protocol\":\"json\",\"version\":1}",
        "{\"protocol\":\"json\",\"version\":1}\u001e{\"protocol\":\"json\",\"version\":1}",
        "{\"protocol\":\"json\",\"version\":1}\u001e{\"type\":6}\u001e{\"type\":7}",
    ];

    /// <summary>Returns it in its WebSocket frames.</summary>
    public static byte[] Next(Random random)
    {
        var to = new WebSocketWriter();
        var valid = Encoding.UTF8.GetBytes(Valid);
        _ = random.Next(8) switch
        {
            0 => to.Frame(Opcode.Text, valid), // without its end mark
            1 => to.Frame(Opcode.Text, ByteMutations.Apply(valid, random)),
            2 => to.Frame(Opcode.Binary, ByteMutations.Ended(valid)),
            3 => to.Frame(Opcode.Text, ByteMutations.Ended(Encoding.UTF8.GetBytes($$"""{"protocol":{{OddJson.Value(random)}},"version":{{OddJson.Value(random)}}}"""))),
            4 => to.Raw(RawConnection.UpgradeRequest("/rtc")),
            _ => to.Frame(Opcode.Text, ByteMutations.Ended(Encoding.UTF8.GetBytes(OddJson.Pick(random, Odd)))),
        };
        return to.ToArray();
    }
}
