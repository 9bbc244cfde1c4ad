using System.Text.Json;

namespace RtcHub.Chaos.Logs;

/// <summary>A peer as a client was told of it. Metadata is the JSON as it came; "null" when there is none.</summary>
internal sealed record PeerView(string PeerId, string State, string Metadata)
{
    public static PeerView From(JsonElement peer) => new(
        peer.GetProperty("peerId").GetString()!,
        peer.GetProperty("state").GetString()!,
        peer.TryGetProperty("metadata", out var metadata) ? metadata.GetRawText() : "null");

    public static PeerView[] ListFrom(JsonElement peers) => [.. peers.EnumerateArray().Select(From)];
}
