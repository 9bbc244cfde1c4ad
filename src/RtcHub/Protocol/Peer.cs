using System.Text.Json.Serialization;

namespace RtcHub;

/// <summary>A session as the others in a topic see it.</summary>
/// <param name="PeerId">A UUID (RFC 9562, version 4) set by the service, stable for the session.</param>
/// <param name="State">Whether its connection is up.</param>
/// <param name="JoinedAt">When it joined the topic, UTC.</param>
/// <param name="Metadata">What it says about itself: a JSON object as it was sent, or <see langword="null"/>.</param>
public sealed record Peer(string PeerId, PeerState State, DateTime JoinedAt, RawJson? Metadata)
{
    /// <summary>Who it is, where the service knows: set by the service, stable over sessions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UserId { get; init; }

    /// <summary>Whether it keeps the topic locked: while a peer does, only moderators enter.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Locks { get; init; }
}
