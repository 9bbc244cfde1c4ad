using RtcHub.Backplane;
using RtcHub.Sessions;

namespace RtcHub.Topics;

/// <summary>How the replica of the roster follows the truth: what comes too early waits, what is missing is fetched.</summary>
internal sealed partial class Topic
{
    /// <summary>What came before the roster that it builds on: an event, or an envelope.</summary>
    private readonly record struct Early(RosterEvent? Change, Envelope Envelope);

    /// <summary>Takes the first snapshot, from a join or from where a session comes from; what came earlier follows it.</summary>
    public void Load(RosterSnapshot snapshot)
    {
        lock (_gate)
        {
            if (_roster is { Count: > 0 } && !_isStale)
                return; // an empty one knows less than whoever comes: a Redis that was emptied has yet to be told

            _roster = new Roster(snapshot);
            _isStale = false;
            _loadedAt = snapshot.Version;
            _heardUpTo = 0;
            _toldUpTo.Clear();
            _left.Clear();
            foreach (var session in _sessions.Values)
                SendExpectedRoster(session);
            RunEarly();
        }
    }

    /// <summary>Replaces a replica that has missed a change; every member is told the whole.</summary>
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
            else
            {
                foreach (var member in snapshot.Members)
                    Follow(member); // a move that was missed has left the version as it was
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

    private bool TryApply(RosterEvent change)
    {
        if (change.Member is not { } member)
            return change.Version <= _roster!.Version; // a reset
        NoticeInheritance(change, member);
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
        if (!member.Access.IsHidden)
            Broadcast(member.PeerId, Announcement(change.Kind, member, change.Version, change.Reason), change.Version);
        if (change.Kind == RosterEventKind.Left)
            _inherited.Remove(member.PeerId);
        if (own is not null && change is { Kind: RosterEventKind.Left, Reason: LeaveReason.Removed })
            TakeOut(own);
        else if (own is not null)
            SendExpectedRoster(own);
        if (own is not null && member.Epoch > own.Epoch)
            own.LetGo();
        if (_roster.Count == 0)
            _roster = null; // whoever comes next begins the topic anew
        CompleteWaiters();
        return true;
    }

    /// <summary>Somebody else took it out; had it left by itself, it would not be here any more.</summary>
    private void TakeOut(Session session)
    {
        RemoveSession(session);
        Tell(session, from: "", protocol.Frame(nameof(ISignalingClient.Removed), name, RemovalReason.Removed));
        session.LeaveSoon(name);
    }

    private bool TryMove(RosterEvent change, Member member)
    {
        if (change.Version > _roster!.Version)
            return false;
        if (_sessions.TryGetValue(member.PeerId, out var arriving)
            && change.Version <= _loadedAt && member.NodeId == nodeId && member.Epoch == arriving.Epoch)
            _toldUpTo[member.PeerId] = Math.Max(_toldUpTo.GetValueOrDefault(member.PeerId), change.Version);
        Follow(member);
        moved(change);
        return true;
    }

    /// <summary>Takes over where a member is, and nothing else: what says so may be older than the peer's last change.</summary>
    private void Follow(Member member)
    {
        if (!_roster!.TryGet(member.PeerId, out var present) || member.Epoch <= present.Epoch)
            return;
        _roster.Apply(RosterEventKind.Moved, present with { NodeId = member.NodeId, Epoch = member.Epoch }, _roster.Version);
        if (_sessions.TryGetValue(member.PeerId, out var own) && member.Epoch > own.Epoch)
            own.LetGo();
        if (own is not null)
            SendExpectedRoster(own);
        NoticeStale();
    }

    /// <summary>A session in a later epoch that no node has handed over was taken from one that was given up.</summary>
    private void NoticeInheritance(RosterEvent change, Member member)
    {
        if (change is { Kind: RosterEventKind.Moved or RosterEventKind.Updated, PreviousNode: null }
            && member.Peer.State == PeerState.Interrupted
            && _roster!.TryGet(member.PeerId, out var present) && present.Epoch < member.Epoch)
            _inherited[member.PeerId] = member.Epoch;
    }

    private void NoticeStale()
    {
        if (_roster is null || _sessions.Values.Any(IsMember))
            return;
        _isStale = true;
    }

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
                session.LetGo();
            }
        }
    }

    private void SendExpectedRoster(Session session)
    {
        if (IsMember(session) && session.TakeExpectedRoster(name))
            AppendRoster(session);
    }

    /// <summary>What led to the snapshot that the replica began with: whoever was in before it hears of it.</summary>
    private void TellEarly(RosterEvent change)
    {
        var member = change.Member!;
        _heardUpTo = change.Version;
        foreach (var (peerId, toldUpTo) in _toldUpTo)
        {
            if (toldUpTo < change.Version && peerId != member.PeerId && !member.Access.IsHidden && _sessions.TryGetValue(peerId, out var session))
                Tell(session, member.PeerId, Announcement(change.Kind, member, change.Version, change.Reason), change.Version);
        }

        if (change.Kind == RosterEventKind.Left)
        {
            _left.Add(member.PeerId);
            _toldUpTo.Remove(member.PeerId);
        }

        if (change.Kind == RosterEventKind.Joined)
            _toldUpTo.TryAdd(member.PeerId, change.Version);
        CompleteWaiters();
    }

    /// <summary>
    /// Whether something from that peer may still come. A replica that began with a snapshot of after its leaving has yet
    /// to hear of that. An operator always may.
    /// </summary>
    private bool MaySpeak(string peerId) => _roster!.Contains(peerId) || peerId == Envelope.Operator || (_heardUpTo < _loadedAt && !_left.Contains(peerId));
}
