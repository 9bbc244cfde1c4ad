namespace RtcHub.Backplane;

/// <summary>
/// What operators see of a service over all its nodes, and what they do there beyond what members can. Nothing here is on
/// a signal's path. What is <see langword="null"/> could not be read: the backplane is away.
/// </summary>
internal interface IOversight
{
    /// <summary>Topics that have a member or are locked, in the order of their names (<see cref="TopicOrder"/>).</summary>
    Task<TopicPage?> ListTopicsAsync(TopicQuery query);

    /// <summary>One topic as it is now. One that nobody is in has no peers.</summary>
    Task<TopicSummary?> DescribeAsync(string topic);

    /// <summary>
    /// Keeps everybody from joining a topic, moderators too, whoever is in and comes and goes, until
    /// <paramref name="until"/> or <see cref="UnlockAsync"/>. Replaces the lock that there is.
    /// </summary>
    Task<SignalCode> LockAsync(string topic, DateTimeOffset? until);

    /// <summary>Takes an operator's lock away: <see cref="SignalCode.Ok"/>, also when there was none.</summary>
    Task<SignalCode> UnlockAsync(string topic);

    /// <summary>The nodes that live, as they described themselves within the last seconds; this one as it is now.</summary>
    Task<IReadOnlyList<NodeStatus>?> ListNodesAsync();

    /// <summary>Asks a node to drain and end: <see cref="SignalCode.Ok"/> when it has been told.</summary>
    ValueTask<SignalCode> DrainAsync(string nodeId);
}
