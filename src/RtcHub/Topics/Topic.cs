using RtcHub.Backplane;
using RtcHub.Diagnostics;
using RtcHub.Sessions;
using RtcHub.Wire;

namespace RtcHub.Topics;

/// <summary>
/// A topic on this node: a SignalR group whose members are sessions instead of connections, with a replica of the
/// roster. One lock puts everything that its members are told into one order: a peer's <c>PeerJoined</c> comes before
/// anything from it, and nothing from it after its <c>PeerLeft</c>. Nothing under the lock waits for a client.
/// </summary>
/// <param name="name">The topic's name.</param>
/// <param name="nodeId">This node.</param>
/// <param name="protocol">Makes frames.</param>
/// <param name="peers">Counts those of this node.</param>
/// <param name="resync">Has the roster fetched, for <see cref="Reload"/>: something is missing. Does not block.</param>
/// <param name="moved">Told of a move once nothing is routed to where the member was. Does not block.</param>
internal sealed partial class Topic(
    string name, string nodeId, SignalingProtocol protocol, Level peers, Action<Topic> resync, Action<RosterEvent> moved)
{
    private readonly Lock _gate = new();
    private readonly byte[] _nameJson = SignalingProtocol.Json(name);
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly List<Early> _early = [];
    private readonly List<(long Version, TaskCompletionSource Reached)> _waiters = [];
    private readonly Dictionary<string, long> _toldUpTo = new(StringComparer.Ordinal); // the roster that a session began with: it hears of what came after
    private readonly HashSet<string> _left = new(StringComparer.Ordinal); // while catching up: whose leaving has come
    private readonly Dictionary<string, long> _inherited = new(StringComparer.Ordinal); // of a node that was given up: since which epoch
    private Roster? _roster;
    private long _loadedAt; // the version of the snapshot that the replica began with
    private long _heardUpTo; // the version of the last event
    private bool _isResyncing;
    private bool _isStale; // no member is here, so changes may be missed; a session that is moving away still listens

    public string Name => name;

    /// <summary>Whether no session of this node is in, or about to be. Guarded by the directory's lock.</summary>
    public bool IsUnused => _sessions.Count == 0;

    /// <summary>
    /// Announces a session of this node that is about to be in the roster, and is told nothing before; one that is entering
    /// is told nothing before <see cref="Enter"/> either.
    /// </summary>
    public void Add(Session session, bool isEntering)
    {
        lock (_gate)
        {
            if (!_sessions.ContainsKey(session.PeerId))
                peers.Add(1);
            _sessions[session.PeerId] = session;
            if (isEntering)
                _entering[session] = [];
        }
    }

    public void Remove(Session session)
    {
        lock (_gate)
        {
            _entering.Remove(session);
            if (!_sessions.TryGetValue(session.PeerId, out var present) || present == session)
            {
                RemoveSession(session);
                _toldUpTo.Remove(session.PeerId);
            }

            NoticeStale();
        }
    }

    private void RemoveSession(Session session)
    {
        if (_sessions.Remove(session.PeerId))
            peers.Add(-1);
    }

    public RosterSnapshot Snapshot()
    {
        lock (_gate)
            return _roster?.Snapshot() ?? new RosterSnapshot([], 0);
    }

    /// <summary>A snapshot; the outbox of a member sends nothing later than that until it is released.</summary>
    public RosterSnapshot HoldAtSnapshot(Outbox outbox)
    {
        lock (_gate)
        {
            outbox.Hold();
            return Snapshot();
        }
    }

    /// <summary>
    /// Hands an envelope to where its receiver is. Under the lock, so that everything to a session goes where it was
    /// before it moved, or everything where it is now: <paramref name="send"/> does not block.
    /// </summary>
    public ValueTask<SignalCode> Route(Envelope envelope, Func<string, Envelope, ValueTask<SignalCode>> send, out SignalPath path)
    {
        path = SignalPath.None;
        lock (_gate)
        {
            if (_roster is null)
                return new(SignalCode.BackplaneUnavailable);
            if (!_roster.TryGet(envelope.To, out var receiver) || receiver.Access.IsHidden || envelope.To == envelope.From)
                return new(SignalCode.PeerGone);
            path = receiver.NodeId == nodeId ? SignalPath.Local : SignalPath.Remote;
            if (path == SignalPath.Local)
                return new(Deliver(receiver, envelope));

            var sending = send(receiver.NodeId, envelope with { RosterVersion = _roster.Version });
            return receiver.Peer.State == PeerState.Interrupted ? QueuedAsync(sending) : sending;
        }
    }

    /// <summary>Hands an envelope to every other member here, and to each other node that has some.</summary>
    public ValueTask<SignalCode>[] RouteToAll(Envelope envelope, Func<string, Envelope, ValueTask<SignalCode>> send, out SignalPath path)
    {
        path = SignalPath.None;
        lock (_gate)
        {
            if (_roster is null)
                return [new(SignalCode.BackplaneUnavailable)];
            Broadcast(envelope.From, new EnvelopeFrame(envelope, _nameJson).ToFrame());
            ValueTask<SignalCode>[] sendings =
            [
                .. _roster.Members
                    .Where(member => member.NodeId != nodeId)
                    .GroupBy(member => member.NodeId, member => member.PeerId)
                    .Select(node => send(node.Key, envelope with { RosterVersion = _roster.Version, Receivers = [.. node] })),
            ];
            path = sendings.Length == 0 ? SignalPath.Local : SignalPath.Remote;
            return sendings;
        }
    }

    /// <summary>A member of whichever node.</summary>
    public Member? Find(string peerId)
    {
        lock (_gate)
            return _roster is not null && _roster.TryGet(peerId, out var member) ? member : null;
    }

    /// <summary>Whether a session of this node is in, or about to be.</summary>
    public bool HasSession(string peerId)
    {
        lock (_gate)
            return _sessions.ContainsKey(peerId);
    }

    /// <summary>
    /// Delivers what came from another node, once this one knows the roster that it builds on. Returns those of its
    /// receivers who are not here any more.
    /// </summary>
    public string[] Deliver(Envelope envelope)
    {
        lock (_gate)
        {
            if (IsOfLostSession(envelope))
                return [];
            if (_roster is null || (envelope.RosterVersion > _roster.Version && !_isStale) || _early.Any(early => early.Change is null))
            {
                _early.Add(new Early(null, envelope));
                RequestResync();
                return [];
            }

            return DeliverNow(envelope);
        }
    }

    /// <summary>
    /// Puts a frame into the session of every other member on this node: what a peer sent (or nobody: the application), or
    /// a change of it that made the roster that <paramref name="version"/>.
    /// </summary>
    public void Broadcast(string from, SignalingFrame frame, long version = 0)
    {
        lock (_gate)
        {
            foreach (var session in _sessions.Values)
            {
                if (session.PeerId != from && IsMember(session) && (version == 0 || version > _toldUpTo.GetValueOrDefault(session.PeerId)))
                    Tell(session, from, frame, version);
            }
        }
    }

    /// <summary>Tells a session afresh who is here.</summary>
    public void SendRoster(Session session)
    {
        lock (_gate)
            AppendRoster(session);
    }

    /// <summary>Whether the roster has the session on this node: what it is told comes from here.</summary>
    private bool IsMember(Session session) =>
        _roster is not null && _roster.TryGet(session.PeerId, out var member) && member.NodeId == nodeId && member.Epoch == session.Epoch;

    private SignalCode Deliver(Member receiver, in Envelope envelope)
    {
        if (!_roster!.Contains(envelope.From))
            return SignalCode.NotSubscribed;
        return _sessions.TryGetValue(receiver.PeerId, out var session) ? Tell(session, envelope) : SignalCode.PeerGone;
    }

    private string[] DeliverNow(Envelope envelope)
    {
        if (!MaySpeak(envelope.From))
            return []; // it has left
        var receivers = envelope.Receivers ?? [envelope.To];
        foreach (var receiver in receivers)
        {
            if (_sessions.TryGetValue(receiver, out var session) && !IsFromBefore(envelope, receiver))
                Tell(session, envelope);
        }

        return Array.TrueForAll(receivers, _sessions.ContainsKey) ? [] : [.. receivers.Where(receiver => !_sessions.ContainsKey(receiver))];
    }

    /// <summary>It was sent to the peer before that left; since then it has come back, perhaps on another node.</summary>
    private bool IsFromBefore(Envelope envelope, string receiver) =>
        envelope.RosterVersion > 0 && _roster!.TryGet(receiver, out var member) && envelope.RosterVersion < member.Since;

    /// <summary>
    /// A node that was given up sent it when it woke: it would come after what the session has sent from its new node. What
    /// was sent before a session was handed over is owed, however late it comes.
    /// </summary>
    private bool IsOfLostSession(Envelope envelope) =>
        _inherited.TryGetValue(envelope.From, out var since) && envelope.Epoch < since;

    private void AppendRoster(Session session)
    {
        var roster = Snapshot();
        if (_heardUpTo < _loadedAt)
            _toldUpTo[session.PeerId] = roster.Version;
        var frame = protocol.Frame(nameof(ISignalingClient.Roster), name, roster.Others(session.PeerId), roster.Version);
        if (_entering.TryGetValue(session, out var waiting))
            waiting.Add(new Waiting(frame, From: "", roster.Version, IsRoster: true));
        else
            session.Outbox.AppendRoster(frame);
    }

    private static async ValueTask<SignalCode> QueuedAsync(ValueTask<SignalCode> sending)
    {
        var code = await sending;
        return code == SignalCode.Ok ? SignalCode.Queued : code;
    }

    private SignalingFrame Announcement(RosterEventKind kind, Member member, long version, LeaveReason reason) => kind switch
    {
        RosterEventKind.Joined => protocol.Frame(nameof(ISignalingClient.PeerJoined), name, member.Peer, version),
        RosterEventKind.Updated => protocol.Frame(nameof(ISignalingClient.PeerUpdated), name, member.Peer, version),
        _ => protocol.Frame(nameof(ISignalingClient.PeerLeft), name, member.PeerId, reason, version),
    };
}
