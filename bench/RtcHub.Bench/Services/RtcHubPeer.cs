using System.Net;
using System.Text;
using System.Text.Json;

namespace RtcHub.Bench;

/// <summary>A peer of RtcHub.</summary>
internal sealed class RtcHubPeer(IPEndPoint server) : SignalRPeer(server)
{
    private bool _isIn;

    protected override string Path(string topic) => "/rtc";

    protected override void OnHandshake() => Invoke("Subscribe", $"\"{Topic}\",null");

    protected override void SayGoodbye() => Invoke("Bye", "");

    protected override void TakeAnswer(ReadOnlySpan<byte> record)
    {
        if (record.IndexOf("\"code\":\"ok\""u8) < 0)
            Fault ??= Encoding.UTF8.GetString(record);
        if (_isIn)
            return;
        _isIn = true;
        OnJoined();
    }

    protected override void TakeOther(ReadOnlySpan<byte> record)
    {
        if (record.IndexOf("\"target\":\"Welcome\""u8) >= 0)
            Id = JsonElement.Parse(record).GetProperty("arguments")[0].GetProperty("peerId").GetString()!;
    }
}
