using System.Net;
using System.Text;
using System.Text.Json;

namespace RtcHub.Bench;

/// <summary>A peer of the textbook SignalR hub (<c>bench/RtcHub.Yardsticks</c>).</summary>
internal sealed class TextbookPeer(IPEndPoint server) : SignalRPeer(server)
{
    private bool _isEntering;

    protected override string Path() => "/hub";

    protected override void OnHandshake()
    {
        _isEntering = true;
        Invoke("Subscribe", $"\"{Topic}\"");
    }

    protected override void TakeAnswer(ReadOnlySpan<byte> record)
    {
        if (record.IndexOf("\"error\":"u8) >= 0)
            Fault ??= Encoding.UTF8.GetString(record);
        if (!_isEntering)
            return;
        _isEntering = false;
        Id = JsonElement.Parse(record).GetProperty("result").GetString()!;
        OnEntered();
    }
}
