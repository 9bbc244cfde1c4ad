using RtcHub.Sessions;
using RtcHub.Topics;

namespace RtcHub.Backplane;

/// <summary>
/// What the nodes of a service share: the rosters of all topics, a way to each node's inbox, and which node holds which
/// session. A roster change and its event in the inbox of every node that has a member are one step, so the events of a
/// topic arrive everywhere in version order. No method throws for a backplane that is away: it answers
/// <see cref="SignalCode.BackplaneUnavailable"/> within a second.
/// </summary>
internal interface IBackplane
{
    /// <summary>This node's name among the nodes of the service, at most 64 bytes.</summary>
    string NodeId { get; }

    /// <summary>Whether the other nodes can be reached.</summary>
    bool IsAvailable { get; }

    /// <summary>
    /// Whether another node may have taken this one's sessions over, as after a pause that outlived the lease. Nothing is
    /// delivered or relayed until that is known.
    /// </summary>
    bool IsFenced { get; }

    /// <summary>What operators see and do over all nodes.</summary>
    IOversight Oversight { get; }

    /// <summary>Completes when this node is not fenced.</summary>
    Task WhenUnfencedAsync();

    /// <summary>
    /// Begins to tell <paramref name="topics"/> what is for this node: one thing after the other, in order. Called once,
    /// before anything else.
    /// </summary>
    Task StartAsync(TopicDirectory topics, SessionRegistry sessions, LocalNode node, CancellationToken cancellationToken);

    /// <summary>
    /// Adds a member that is not in the topic yet: <see cref="SignalCode.Ok"/> with the roster that includes it,
    /// <see cref="SignalCode.TopicFull"/> when there are <paramref name="capacity"/> members, or
    /// <see cref="SignalCode.TopicLocked"/> while an operator has locked it, or one of them does and this one may not
    /// moderate. The session can be claimed by other nodes from now on.
    /// </summary>
    ValueTask<JoinOutcome> JoinAsync(string topic, Member member, Tickets tickets, int capacity);

    /// <summary>Replaces a member's peer (its metadata or its state): <see cref="SignalCode.Ok"/> or <see cref="SignalCode.PeerGone"/>.</summary>
    Task<SignalCode> UpdateAsync(string topic, Member member);

    /// <summary>Takes a member out: <see cref="SignalCode.Ok"/>, also when it was not there.</summary>
    Task<SignalCode> LeaveAsync(string topic, Member member, LeaveReason reason);

    /// <summary>
    /// Takes out a member whose session may be on any node; that node hears of it by the event, and tells its client.
    /// </summary>
    Task<SignalCode> RemoveAsync(string topic, Member member);

    /// <summary>The roster as it is now, or <see langword="null"/> when the backplane is away.</summary>
    Task<RosterSnapshot?> FetchAsync(string topic);

    /// <summary>Puts an envelope into another node's inbox, after everything this node put there before.</summary>
    ValueTask<SignalCode> SendAsync(string nodeId, Envelope envelope);

    /// <summary>
    /// Brings the session of a ticket to this node, with what its client has not seen: <see cref="SignalCode.Ok"/> when it
    /// is in this node's registry, or <see cref="SignalCode.SessionGone"/>.
    /// </summary>
    Task<SignalCode> ClaimAsync(ResumeTicket ticket);

    /// <summary>The session's client has shown its next ticket: the ones before are void everywhere.</summary>
    void Confirm(Session session);

    /// <summary>The session has ended.</summary>
    void Forget(Session session);

    /// <summary>A roster has the session on another node: it is let go here. Must not block.</summary>
    void LetGo(Session session);

    /// <summary>Whether there is another node to hand sessions to.</summary>
    bool HasOtherNodes { get; }

    /// <summary>Hands every session of this node to another one, and leaves the service.</summary>
    Task LeaveServiceAsync();
}

/// <summary>What became of a join.</summary>
/// <param name="Code">Whether the member is in.</param>
/// <param name="Snapshot">With <see cref="SignalCode.Ok"/>: the roster just after it.</param>
internal readonly record struct JoinOutcome(SignalCode Code, RosterSnapshot? Snapshot = null);
