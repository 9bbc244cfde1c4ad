using System.Text.Json.Serialization;

namespace RtcHub;

/// <summary>A session's view of a topic it is in.</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="Peers">The other peers, in joining order.</param>
/// <param name="Version">The roster's version; every later event of the topic has a higher one.</param>
/// <param name="IceServers">The STUN and TURN servers to use.</param>
public sealed record Subscription(
    string Topic, IReadOnlyList<Peer> Peers, long Version, IReadOnlyList<IceServer> IceServers)
{
    /// <summary>What the session may do in the topic; <see langword="null"/> in an open service: send signals and messages.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TopicGrants? Grants { get; init; }

    /// <summary>How long the credentials in <see cref="IceServers"/> last, in milliseconds; absent when they do not end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? IceServersTtlMs { get; init; }

    /// <summary>Whether to connect through TURN only (<c>iceTransportPolicy: "relay"</c>); absent when not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RelayOnly { get; init; }
}
