namespace RtcHub;

/// <summary>What a session may do in a topic, as <see cref="ITopicAuthorizer"/> decides when it subscribes.</summary>
/// <param name="Grants">What it may do beyond being there.</param>
public sealed record TopicAccess(TopicGrants Grants)
{
    /// <summary>What everyone may do in an open service: send signals and messages.</summary>
    public static TopicAccess Open { get; } = new(TopicGrants.Signal | TopicGrants.Message);

    /// <summary>Who it is, told to the others as <see cref="Peer.UserId"/>; stable over sessions. <value>The default value is <see langword="null"/>.</value></summary>
    public string? UserId { get; init; }

    /// <summary>When the session is taken out of the topic (<c>Removed("token_expired")</c>). <value>The default value is <see langword="null"/>: never.</value></summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>
    /// A JSON object whose fields stand in the peer's metadata whatever the client says about itself.
    /// <value>The default value is <see langword="null"/>.</value>
    /// </summary>
    public RawJson? Metadata { get; init; }

    internal bool IsHidden => Grants.HasFlag(TopicGrants.Hidden);

    internal bool MayModerate => Grants.HasFlag(TopicGrants.Moderate);

    /// <summary>Whether it may send to the others what needs that grant. Nobody could answer one who is hidden.</summary>
    internal bool MaySend(TopicGrants grant) => Grants.HasFlag(grant) && !IsHidden;
}
