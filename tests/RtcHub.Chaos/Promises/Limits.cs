namespace RtcHub.Chaos.Promises;

/// <summary>How long things may take, and how much a measurement of this program may be off.</summary>
internal sealed record Limits(TimeSpan ResumeWindow)
{
    /// <summary>
    /// A call without an answer for this long, while its connection is up, is silence. The contract says 1 s. A Resume may
    /// have to wait until the node that had the session is known to be dead: it has <see cref="Back"/>.
    /// </summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>From wanting a connection again until the session is on it.</summary>
    public TimeSpan Back { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>From a lost client until nobody lists it any more: window, notice of a dead node, margin.</summary>
    public TimeSpan Ghost => ResumeWindow + TimeSpan.FromSeconds(10);

    /// <summary>How long after a node was lost the others may still not know.</summary>
    public TimeSpan LeaseNotice { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>How long after a fault of Redis everything is whole again.</summary>
    public TimeSpan RedisHeals { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// What reaches a session is before its client's next call's answer on the wire. This much later for sure, also when
    /// the answer overtook what waited for a busy reader.
    /// </summary>
    public TimeSpan Barrier { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A join whose client was told that it failed may be seen by the others, and undone.</summary>
    public TimeSpan JoinIsUndone { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From a continued node's first chance until it has closed the connections of sessions that it lost.</summary>
    public TimeSpan StaleLinkCloses { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Two clocks that are read in turn, a scheduler with two cores.</summary>
    public TimeSpan Slack { get; init; } = TimeSpan.FromMilliseconds(500);
}
