namespace RtcHub.Ice;

/// <summary>What a peer makes its connections in a topic with.</summary>
/// <param name="Servers">The STUN and TURN servers.</param>
/// <param name="TtlMs">How long their credentials last, in milliseconds; null when they do not end.</param>
/// <param name="RelayOnly">Whether it connects through TURN only.</param>
internal readonly record struct IceConfiguration(IReadOnlyList<IceServer> Servers, long? TtlMs, bool RelayOnly);
