namespace RtcHub.Chaos.Logs;

/// <summary>
/// One thing that happened to a session, as its client saw it. A session's entries are in the order of the wire. The
/// promises are checked on these alone, so a fabricated log is as good as a real one.
/// </summary>
internal abstract record Entry(TimeSpan At);

/// <summary>The session is on a connection to this node from here on.</summary>
internal sealed record Attached(TimeSpan At, int Node) : Entry(At);

/// <summary>The session's connection is no more.</summary>
internal sealed record Detached(TimeSpan At, int Node, Loss Why) : Entry(At);

/// <summary>Why a session's connection is no more.</summary>
internal enum Loss
{
    /// <summary>The client dropped it because it wanted to.</summary>
    Dropped,

    /// <summary>The service or the network closed it.</summary>
    Closed,

    /// <summary>The client heard no answer and went elsewhere; it still watches the old connection.</summary>
    GivenUp,

    /// <summary>The session has moved to a newer connection.</summary>
    Superseded,
}

/// <summary>
/// The answer to <c>Resume</c>. <paramref name="DownSince"/> is when the connection before it was lost, null when it
/// still was there; <paramref name="TryingSince"/> is when the client began to want a new one.
/// </summary>
internal sealed record ResumeAnswered(
    TimeSpan At, int Node, string Code, TimeSpan? DownSince, TimeSpan TryingSince) : Entry(At)
{
    /// <summary>How many <c>Send*</c> calls the service says it has handled.</summary>
    public long Received { get; init; }

    /// <summary>How many this client had answers for: it can't be fewer.</summary>
    public long Answered { get; init; }

    /// <summary>How many this client had sent: it can't be more.</summary>
    public long Sent { get; init; }
}

/// <summary>A <c>Resume</c> was sent, and its connection ended before the answer: the session may have moved there.</summary>
internal sealed record ResumeUnanswered(TimeSpan At, int Node) : Entry(At);

/// <summary>The <c>Welcome</c> after a resume: who the session is and where it still is.</summary>
internal sealed record WelcomedBack(TimeSpan At, string PeerId, string[] Topics) : Entry(At);

/// <summary>A call was answered.</summary>
internal sealed record CallAnswered(TimeSpan At, TimeSpan SentAt, int Node, string Method, string Code) : Entry(At);

/// <summary>A call got no answer though its connection stayed up, until the client gave up.</summary>
internal sealed record CallGivenUp(TimeSpan At, TimeSpan SentAt, int Node, string Method) : Entry(At);

/// <summary>The client was given a roster as an answer (<c>Subscribe</c>) or in its first <c>Welcome</c>.</summary>
internal sealed record SnapshotTaken(TimeSpan At, string Topic, long Version, PeerView[] Peers) : Entry(At)
{
    /// <summary>In a calm, when nothing changes: who really is in the topic, with its metadata. Null at other times.</summary>
    public IReadOnlyDictionary<string, string>? Living { get; init; }
}

/// <summary>
/// A <c>Subscribe</c> whose answer was lost, or was none that says that it is in: the session may be in, may have been for
/// a moment, and the client does not know the roster.
/// </summary>
internal sealed record SubscribeFailed(TimeSpan At, string Topic) : Entry(At);

/// <summary>The client is about to leave the topic; whether the service knows is open until <see cref="TopicLeft"/>.</summary>
internal sealed record TopicLeaving(TimeSpan At, string Topic) : Entry(At);

/// <summary><c>Unsubscribe</c> was answered with ok.</summary>
internal sealed record TopicLeft(TimeSpan At, string Topic) : Entry(At);

/// <summary>The client changes its own metadata; a version goes by that it is not told of.</summary>
internal sealed record OwnChange(TimeSpan At, string Topic) : Entry(At);

/// <summary>A signal came. <paramref name="Number"/> is -1 when it is none that any client of this program made.</summary>
internal sealed record MessageHeard(
    TimeSpan At, string Method, string Topic, string From, long Number, bool IsIntact) : Entry(At);

/// <summary><c>PeerJoined</c>, <c>PeerUpdated</c>, <c>PeerLeft</c>, <c>Roster</c> or <c>Removed</c> came.</summary>
internal sealed record RosterHeard(
    TimeSpan At, string Method, string Topic, long Version, PeerView[] Peers, string? Reason = null) : Entry(At);
