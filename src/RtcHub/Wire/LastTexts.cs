using System.Text.Json;

namespace RtcHub.Wire;

/// <summary>The topic and the peer of a client's last signal, for the next one that names the same: most do.</summary>
internal sealed class LastTexts
{
    private string? _topic;
    private string? _peer;

    public bool TryReadTopic(ref Utf8JsonReader reader, out string? topic) => TryRead(ref reader, ref _topic, out topic);

    public bool TryReadPeer(ref Utf8JsonReader reader, out string? peer) => TryRead(ref reader, ref _peer, out peer);

    private static bool TryRead(ref Utf8JsonReader reader, ref string? last, out string? text)
    {
        text = null;
        if (reader.TokenType != JsonTokenType.String)
            return false;
        text = last is not null && reader.ValueTextEquals(last) ? last : last = reader.GetString();
        return true;
    }
}
