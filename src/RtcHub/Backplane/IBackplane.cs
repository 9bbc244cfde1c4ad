using RtcHub.Topics;

namespace RtcHub.Backplane;

/// <summary>
/// What the nodes of a service share: the rosters of all topics, and a way to each node's inbox.
/// A roster change and its event in the inbox of every node that has a member are one step, so the events of a topic
/// arrive everywhere in version order. No method throws for a backplane that is away: it answers
/// <see cref="SignalCode.BackplaneUnavailable"/> within a second.
/// </summary>
internal interface IBackplane
{
    /// <summary>This node's name among the nodes of the service.</summary>
    string NodeId { get; }

    /// <summary>Begins to fill the inbox. Called once, before anything else.</summary>
    Task StartAsync(INodeInbox inbox, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a member that is not in the topic yet: <see cref="SignalCode.Ok"/> with the roster that includes it, or
    /// <see cref="SignalCode.TopicFull"/> when there are <paramref name="capacity"/> members.
    /// </summary>
    ValueTask<JoinOutcome> JoinAsync(string topic, Member member, int capacity);

    /// <summary>Replaces a member's peer (its metadata or its state): <see cref="SignalCode.Ok"/> or <see cref="SignalCode.PeerGone"/>.</summary>
    Task<SignalCode> UpdateAsync(string topic, Member member);

    /// <summary>Takes a member out: <see cref="SignalCode.Ok"/>, also when it was not there.</summary>
    Task<SignalCode> LeaveAsync(string topic, Member member, LeaveReason reason);

    /// <summary>Puts an envelope into another node's inbox, after everything this node put there before.</summary>
    ValueTask<SignalCode> SendAsync(string nodeId, Envelope envelope);
}

/// <summary>What became of a join.</summary>
/// <param name="Code">Whether the member is in.</param>
/// <param name="Snapshot">With <see cref="SignalCode.Ok"/>: the roster just after it.</param>
internal readonly record struct JoinOutcome(SignalCode Code, RosterSnapshot? Snapshot = null);
