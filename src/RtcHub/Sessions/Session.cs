using Microsoft.AspNetCore.SignalR;
using RtcHub.Admission;
using RtcHub.Diagnostics;
using RtcHub.Topics;

namespace RtcHub.Sessions;

/// <summary>
/// One client as the service knows it: its peer id, its tickets, its topics, and what it has not seen yet. It outlives a
/// lost connection by the resume window. One connection holds it at a time; calls of any other are refused, so that what
/// a resume reports as handled stays true.
/// </summary>
/// <remarks>Locks are taken in this order only: a session's calls, a topic, a session's outbox.</remarks>
internal sealed partial class Session
{
    private readonly Lock _calls = new();
    private readonly SessionContext _context;
    private readonly Action<Session> _ended;
    private readonly HashSet<string> _expectedRosters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Membership> _memberships = new(StringComparer.Ordinal);
    private readonly List<IDisposable> _places = []; // at the gates of topics, until the answer is read
    private Tickets _tickets;
    private TokenBucket _budget;
    private TokenBucket _patience; // with calls beyond the budget
    private HubConnectionContext? _connection;
    private long _handledSends;
    private long _windowEndsAt;
    private TimeSpan _windowLeft;
    private ITimer? _expiry;
    private bool _isOpening; // its connection has not come yet
    private bool _isInterrupted; // and counted as such
    private bool _isEnded;
    private bool _isMoving;

    /// <summary>A session of its own for a connection that is about to be there (<see cref="TryBegin"/>).</summary>
    public Session(JoinToken? token, SessionContext context, Action<Session> ended)
        : this(Guid.NewGuid().ToString(), epoch: 1, isOrphan: false, context, ended) => (_token, _isOpening) = (token, true);

    /// <summary>A session that comes from another node, without a connection.</summary>
    /// <param name="peerId">Whose it is.</param>
    /// <param name="epoch">The epoch that this node has it in.</param>
    /// <param name="isOrphan">Its node died: what its client had not seen is lost.</param>
    /// <param name="context">What every session works with.</param>
    /// <param name="ended">Told when it is no longer this node's.</param>
    public Session(string peerId, long epoch, bool isOrphan, SessionContext context, Action<Session> ended)
    {
        _context = context;
        _ended = ended;
        _budget = TokenBucket.Budget(context.Options, context.Time);
        _patience = TokenBucket.Patience(context.Options, context.Time);
        PeerId = peerId;
        Epoch = epoch;
        _tickets = Tickets.New(peerId);
        Outbox = new Outbox(context.Options, context.Time, context.Metrics, () => context.Backplane.IsFenced, CutSlowConsumer, isOrphan);
    }

    public string PeerId { get; }

    /// <summary>Grows by one each time that the session changes its node.</summary>
    public long Epoch { get; }

    public Outbox Outbox { get; }

    /// <summary>Whether it was ever in a topic: before, no other node need know of it.</summary>
    public bool WasShared { get; private set; }

    /// <summary>Whether it is no more, or another node's.</summary>
    public bool IsEnded
    {
        get
        {
            lock (_calls)
                return _isEnded;
        }
    }

    /// <summary>What other nodes may know of it.</summary>
    public SessionRecord? Describe()
    {
        lock (_calls)
        {
            return _isEnded || _isMoving ? null : new SessionRecord(
                PeerId, Epoch, _tickets.Key, _tickets.Confirmed, [.. _memberships.Select(entry => (entry.Key, entry.Value.Member))]);
        }
    }

    private async Task End(LeaveReason reason)
    {
        MarkEnded();
        _context.Logger.SessionEnded(PeerId, reason);

        Membership[] memberships = [.. _memberships.Values];
        _memberships.Clear();
        foreach (var membership in memberships)
            await LeaveAsync(membership, reason);
        _context.Backplane.Forget(this);
    }

    private void MarkEnded()
    {
        _isEnded = true;
        _connection = null;
        Outbox.Close();
        NoteInterrupted(false);
        _expiry?.Dispose();
        _accessTimer?.Dispose();
        _ended(this);
    }

    private async Task<SignalCode> LeaveAsync(Membership membership, LeaveReason reason)
    {
        // First here: with its last member out, this node is not told of the topic any more.
        _context.Topics.Close(membership.Topic, this);
        return await _context.Backplane.LeaveAsync(membership.Topic.Name, membership.Member, reason);
    }

    private bool IsHeldBy(HubConnectionContext? connection) => !_isEnded && _connection == connection && _isOpening == connection is null;

    private void SetStateEverywhere(PeerState state)
    {
        foreach (var membership in _memberships.Values)
            SetState(membership, state);
    }

    private void SetState(Membership membership, PeerState state)
    {
        membership.SetState(state);
        _ = _context.Backplane.UpdateAsync(membership.Topic.Name, membership.Member);
    }

    private Subscription Describe(Membership membership, RosterSnapshot snapshot)
    {
        var (topic, access) = (membership.Topic.Name, membership.Member.Access);
        var ice = _context.Ice.For(topic, PeerId);
        return new Subscription(topic, snapshot.Others(PeerId), snapshot.Version, ice.Servers)
        {
            IceServersTtlMs = ice.TtlMs,
            RelayOnly = ice.RelayOnly,
            Grants = access == TopicAccess.Open ? null : access.Grants,
        };
    }
}
