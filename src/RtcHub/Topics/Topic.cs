using RtcHub.Backplane;
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
/// <param name="resync">Has the roster fetched, for <see cref="Reload"/>: something is missing. Does not block.</param>
/// <param name="moved">Told of a move once nothing is routed to where the member was. Does not block.</param>
internal sealed class Topic(
    string name, string nodeId, SignalingProtocol protocol, Action<Topic> resync, Action<RosterEvent> moved)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly List<Early> _early = [];
    private readonly List<(long Version, TaskCompletionSource Reached)> _waiters = [];
    private readonly List<Session> _heard = [];
    private readonly HashSet<string> _left = new(StringComparer.Ordinal); // while that is caught up on
    private Roster? _roster;
    private long _loadedAt; // the version of the snapshot that the replica began with
    private long _heardUpTo; // the version of the last event
    private bool _isResyncing;
    private bool _isStale; // no member is here, so changes may be missed; a session that is moving away still listens

    /// <summary>What came before the roster that it builds on: an event, or an envelope.</summary>
    private readonly record struct Early(RosterEvent? Change, Envelope Envelope);

    public string Name => name;

    /// <summary>Whether no session of this node is in, or about to be. Guarded by the directory's lock.</summary>
    public bool IsUnused => _sessions.Count == 0;

    /// <summary>Announces a session of this node that is about to join; it is told nothing before it is in the roster.</summary>
    public void Add(Session session)
    {
        lock (_gate)
            _sessions[session.PeerId] = session;
    }

    public void Remove(Session session)
    {
        lock (_gate)
        {
            if (_sessions.TryGetValue(session.PeerId, out var present) && present == session)
                _sessions.Remove(session.PeerId);
            NoticeStale();
        }
    }

    /// <summary>Takes the first snapshot, from a join or from where a session comes from; what came earlier follows it.</summary>
    public void Load(RosterSnapshot snapshot)
    {
        lock (_gate)
        {
            if (_roster is not null && !_isStale)
                return;

            _roster = new Roster(snapshot);
            _isStale = false;
            _loadedAt = snapshot.Version;
            _heardUpTo = 0;
            _heard.Clear();
            _left.Clear();
            foreach (var session in _sessions.Values)
                SendExpectedRoster(session);
            RunEarly();
        }
    }

    /// <summary>Replaces a replica that has missed something; every member is told the whole.</summary>
    public void Reload(RosterSnapshot snapshot)
    {
        lock (_gate)
        {
            _isResyncing = false;
            if (_roster is null || _isStale || snapshot.Version > _roster.Version || _heardUpTo < _roster.Version)
            {
                _roster = new Roster(snapshot);
                _isStale = false;
                _loadedAt = 0;
                _heardUpTo = snapshot.Version;
                foreach (var session in _sessions.Values.Where(IsMember))
                    AppendRoster(session);
                NoticeLostSessions();
            }

            RunEarly();
            _early.RemoveAll(early => early.Change is not null); // of a roster that is no more
            RunEarly();
        }
    }

    /// <summary>The roster could not be fetched; the next that is missing asks again.</summary>
    public void GiveUpResync()
    {
        lock (_gate)
            _isResyncing = false;
    }

    /// <summary>Follows the roster by one event, and tells this node's sessions.</summary>
    public void Apply(RosterEvent change)
    {
        lock (_gate)
        {
            if (_roster is null)
            {
                _early.Add(new Early(change, default)); // a join is under way and brings the roster
                if (change.Kind == RosterEventKind.Moved)
                    moved(change);
            }
            else if (!TryApply(change))
            {
                _early.Add(new Early(change, default));
                RequestResync();
            }
            else
            {
                _isStale = _isStale && !_sessions.Values.Any(IsMember);
                RunEarly();
            }
        }
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
    /// Completes when this node's replica is at that version, and its sessions have been told of all before it: a
    /// snapshot may be here before the events that led to it.
    /// </summary>
    public Task WhenAtAsync(long version)
    {
        lock (_gate)
        {
            if (_roster is null || _heardUpTo >= version || (_roster.Version >= version && _sessions.Count == 1))
                return Task.CompletedTask;

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((version, reached));
            return reached.Task;
        }
    }

    /// <summary>
    /// Hands an envelope to where its receiver is. Under the lock, so that everything to a session goes where it was
    /// before it moved, or everything where it is now: <paramref name="send"/> does not block.
    /// </summary>
    public ValueTask<SignalCode> Route(Envelope envelope, Func<string, Envelope, ValueTask<SignalCode>> send)
    {
        lock (_gate)
        {
            if (_roster is null)
                return new(SignalCode.BackplaneUnavailable);
            if (!_roster.TryGet(envelope.To, out var receiver) || envelope.To == envelope.From)
                return new(SignalCode.PeerGone);
            if (receiver.NodeId == nodeId)
                return new(Deliver(envelope.From, envelope.To, protocol.Frame(envelope)));

            var sending = send(receiver.NodeId, envelope with { RosterVersion = _roster.Version });
            return receiver.Peer.State == PeerState.Interrupted ? QueuedAsync(sending) : sending;
        }
    }

    /// <summary>Hands an envelope to every other member here, and to each other node that has some.</summary>
    public ValueTask<SignalCode>[] RouteToAll(Envelope envelope, Func<string, Envelope, ValueTask<SignalCode>> send)
    {
        lock (_gate)
        {
            if (_roster is null)
                return [new(SignalCode.BackplaneUnavailable)];
            Broadcast(envelope.From, protocol.Frame(envelope));
            return
            [
                .. _roster.Members
                    .Where(member => member.NodeId != nodeId)
                    .GroupBy(member => member.NodeId, member => member.PeerId)
                    .Select(node => send(node.Key, envelope with { RosterVersion = _roster.Version, Receivers = [.. node] })),
            ];
        }
    }

    /// <summary>Whether a session of this node is in, or about to be.</summary>
    public bool HasSession(string peerId)
    {
        lock (_gate)
            return _sessions.ContainsKey(peerId);
    }

    /// <summary>Puts a frame from one member into the session of another.</summary>
    public SignalCode Deliver(string from, string to, SignalingFrame frame)
    {
        lock (_gate)
        {
            if (_roster is null || !_roster.Contains(from))
                return SignalCode.NotSubscribed;
            return _roster.Contains(to) && _sessions.TryGetValue(to, out var session)
                ? session.Outbox.Append(frame)
                : SignalCode.PeerGone;
        }
    }

    /// <summary>
    /// Delivers what came from another node, once this one knows the roster that it builds on. Returns those of its
    /// receivers who are not here any more.
    /// </summary>
    public string[] Deliver(Envelope envelope)
    {
        lock (_gate)
        {
            if (_roster is null || (envelope.RosterVersion > _roster.Version && !_isStale) || _early.Any(early => early.Change is null))
            {
                _early.Add(new Early(null, envelope));
                RequestResync();
                return [];
            }

            return DeliverNow(envelope);
        }
    }

    /// <summary>Puts a frame into the session of every member on this node but one.</summary>
    public void Broadcast(string except, SignalingFrame frame)
    {
        lock (_gate)
        {
            foreach (var session in _sessions.Values)
            {
                if (session.PeerId != except && IsMember(session))
                    session.Outbox.Append(frame);
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

    private bool TryApply(RosterEvent change)
    {
        if (change.Member is not { } member)
            return change.Version <= _roster!.Version; // a reset
        if (change.Kind == RosterEventKind.Moved)
            return TryMove(change, member);
        if (change.Version <= _roster!.Version)
        {
            if (change.Version > _heardUpTo && change.Version <= _loadedAt)
                TellEarly(change);
            return true;
        }

        if (change.Version > _roster.Version + 1)
            return false;

        _heardUpTo = change.Version;
        _sessions.TryGetValue(member.PeerId, out var own);
        _roster.Apply(change.Kind, member, change.Version);
        Broadcast(member.PeerId, Announcement(change.Kind, member, change.Version, change.Reason));
        if (own is not null)
            SendExpectedRoster(own);
        if (own is not null && member.Epoch > own.Epoch)
            own.LoseSoon();
        if (_roster.Count == 0)
            _roster = null; // whoever comes next begins the topic anew, at version 1
        CompleteWaiters();
        return true;
    }

    private bool TryMove(RosterEvent change, Member member)
    {
        if (change.Version > _roster!.Version)
            return false;
        if (_sessions.TryGetValue(member.PeerId, out var arriving)
            && change.Version <= _loadedAt && member.NodeId == nodeId && member.Epoch == arriving.Epoch)
            _heard.Add(arriving);
        if (_roster.TryGet(member.PeerId, out var present) && member.Epoch > present.Epoch)
        {
            // Only where it is: this event may be older than the peer's last change.
            _roster.Apply(RosterEventKind.Moved, present with { NodeId = member.NodeId, Epoch = member.Epoch }, _roster.Version);
            if (_sessions.TryGetValue(member.PeerId, out var own) && member.Epoch > own.Epoch)
                own.LoseSoon();
            if (own is not null)
                SendExpectedRoster(own);
            NoticeStale();
        }

        moved(change);
        return true;
    }

    private void NoticeStale()
    {
        if (_roster is null || _sessions.Values.Any(IsMember))
            return;
        _isStale = true;
    }

    private string[] DeliverNow(Envelope envelope)
    {
        if (!MaySpeak(envelope.From))
            return []; // it has left
        var receivers = envelope.Receivers ?? [envelope.To];
        var frame = protocol.Frame(envelope);
        foreach (var receiver in receivers)
        {
            if (_sessions.TryGetValue(receiver, out var session))
                session.Outbox.Append(frame);
        }

        return Array.TrueForAll(receivers, _sessions.ContainsKey) ? [] : [.. receivers.Where(receiver => !_sessions.ContainsKey(receiver))];
    }

    /// <summary>
    /// Whether something from that peer may still come. A replica that began with a snapshot of after its leaving has yet
    /// to hear of that.
    /// </summary>
    private bool MaySpeak(string peerId) => _roster!.Contains(peerId) || (_heardUpTo < _loadedAt && !_left.Contains(peerId));

    /// <summary>Takes what the roster is ready for by now, in order; envelopes never overtake each other.</summary>
    private void RunEarly()
    {
        for (var i = 0; i < _early.Count && _roster is not null;)
        {
            var early = _early[i];
            var isReady = early.Change is { } change
                ? TryApply(change)
                : early.Envelope.RosterVersion <= _roster.Version && _early.FindIndex(other => other.Change is null) == i;
            if (!isReady)
            {
                i++;
                continue;
            }

            _early.RemoveAt(i);
            if (early.Change is null)
                DeliverNow(early.Envelope);
            i = 0; // what comes earlier may be ready now
        }
    }

    private void RequestResync()
    {
        if (_roster is null || _isResyncing)
            return; // a join is under way and brings the roster
        _isResyncing = true;
        resync(this);
    }

    private void CompleteWaiters()
    {
        for (var i = _waiters.Count - 1; i >= 0; i--)
        {
            if (_roster is not null && _heardUpTo < _waiters[i].Version)
                continue;
            _waiters[i].Reached.SetResult();
            _waiters.RemoveAt(i);
        }
    }

    private void NoticeLostSessions()
    {
        CompleteWaiters();
        foreach (var session in _sessions.Values)
        {
            if (_roster!.TryGet(session.PeerId, out var member) && member.Epoch > session.Epoch)
            {
                session.ExpectRoster(name); // what was missed may be from before it went
                session.LoseSoon();
            }
        }
    }

    private void SendExpectedRoster(Session session)
    {
        if (IsMember(session) && session.TakeExpectedRoster(name))
            AppendRoster(session);
    }

    private void AppendRoster(Session session)
    {
        var roster = Snapshot();
        session.Outbox.Append(
            protocol.Frame(nameof(ISignalingClient.Roster), name, roster.Others(session.PeerId), roster.Version));
    }

    /// <summary>What led to the snapshot that the replica began with: whoever was in before it hears of it.</summary>
    private void TellEarly(RosterEvent change)
    {
        var member = change.Member!;
        _heardUpTo = change.Version;
        foreach (var session in _heard.Where(session => session.PeerId != member.PeerId))
            session.Outbox.Append(Announcement(change.Kind, member, change.Version, change.Reason));
        if (change.Kind == RosterEventKind.Left)
        {
            _left.Add(member.PeerId);
            _heard.RemoveAll(session => session.PeerId == member.PeerId);
        }

        if (change.Kind == RosterEventKind.Joined && _sessions.TryGetValue(member.PeerId, out var joined))
            _heard.Add(joined);
        CompleteWaiters();
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
