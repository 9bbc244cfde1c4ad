namespace RtcHub;

/// <summary>A session as the others in a topic see it.</summary>
/// <param name="PeerId">A UUID (RFC 9562, version 4) set by the service, stable for the session.</param>
/// <param name="State">Whether its connection is up.</param>
/// <param name="JoinedAt">When it joined the topic, UTC.</param>
/// <param name="Metadata">What it says about itself: a JSON object as it was sent, or <see langword="null"/>.</param>
public sealed record Peer(string PeerId, PeerState State, DateTime JoinedAt, RawJson? Metadata);
