using System.Text;
using System.Text.Json;

namespace RtcHub.Bench;

/// <summary>What peers send each other: the kinds of signal, and messages.</summary>
internal enum SignalKind
{
    Offer,
    Answer,
    Candidate,
    Message,
}

/// <summary>What browsers say: an offer of 2.6 kB (audio and video), its answer, a candidate; and 1 kB of a chat.</summary>
internal static class SampleSignals
{
    private static readonly string[] Payloads =
    [
        Description("offer", 2_600),
        Description("answer", 2_200),
        """{"candidate":"candidate:842163049 1 udp 1677729535 192.0.2.7 54321 typ srflx raddr 10.0.0.7 rport 54321 generation 0 ufrag 4ZcD network-cost 999","sdpMid":"0","sdpMLineIndex":0,"usernameFragment":"4ZcD"}""",
        JsonSerializer.Serialize(new { text = new string('x', 1_000) }),
    ];

    /// <summary>The JSON of a payload.</summary>
    public static string Json(SignalKind kind) => Payloads[(int)kind];

    private static string Description(string type, int bytes)
    {
        var sdp = new StringBuilder("v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n");
        for (var format = 35; sdp.Length < bytes; format++)
        {
            sdp.Append(null, $"a=rtpmap:{format} H264/90000\r\na=rtcp-fb:{format} nack pli\r\n");
            sdp.Append(null, $"a=fmtp:{format} level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42001f\r\n");
        }

        var text = JsonSerializer.Serialize(new { type, sdp = "" });
        return JsonSerializer.Serialize(new { type, sdp = sdp.ToString(0, bytes - text.Length - 60) });
    }
}
