using System.Diagnostics.CodeAnalysis;
using RtcHub.Sessions;
using RtcHub.Wire;

namespace RtcHub.Topics;

/// <summary>
/// A topic on this node: a SignalR group whose members are sessions instead of connections, with a replica of the
/// roster. One lock puts everything that its members are told into one order: a peer's <c>PeerJoined</c> comes before
/// anything from it, and nothing from it after its <c>PeerLeft</c>. Nothing under the lock waits for a client.
/// </summary>
internal sealed class Topic(string name, SignalingProtocol protocol)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly List<RosterEvent> _early = [];
    private Roster? _roster;

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
            _sessions.Remove(session.PeerId);
    }

    /// <summary>Takes the first snapshot, from a join; events that came earlier follow it.</summary>
    public void Load(RosterSnapshot snapshot)
    {
        lock (_gate)
        {
            if (_roster is not null)
                return;

            _roster = new Roster(snapshot);
            var heard = new List<Session>(); // who joined before this snapshot hears what came between
            foreach (var change in _early)
            {
                if (change.Version > snapshot.Version)
                    Apply(change);
                else
                    TellEarly(heard, change);
            }

            _early.Clear();
        }
    }

    /// <summary>Follows the roster by one event, and tells this node's sessions.</summary>
    public void Apply(RosterEvent change)
    {
        lock (_gate)
        {
            if (_roster is null)
            {
                _early.Add(change);
            }
            else if (change.Version > _roster.Version)
            {
                _roster.Apply(change);
                Broadcast(change.Member.PeerId, Announcement(change));
                if (_roster.Count == 0)
                    _roster = null; // whoever comes next begins the topic anew, at version 1
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

    public bool TryFind(string peerId, [NotNullWhen(true)] out Member? member)
    {
        lock (_gate)
        {
            member = null;
            return _roster is not null && _roster.TryGet(peerId, out member);
        }
    }

    /// <summary>The other nodes that have members here.</summary>
    public string[] OtherNodes(string nodeId)
    {
        lock (_gate)
            return _roster is null ? [] : [.. _roster.Members.Select(member => member.NodeId).Where(id => id != nodeId).Distinct()];
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

    /// <summary>Puts a frame into the session of every member on this node but one.</summary>
    public void Broadcast(string except, SignalingFrame frame)
    {
        lock (_gate)
        {
            foreach (var session in _sessions.Values)
            {
                if (session.PeerId != except && _roster is not null && _roster.Contains(session.PeerId))
                    session.Outbox.Append(frame);
            }
        }
    }

    /// <summary>Tells a session afresh who is here.</summary>
    public void SendRoster(Session session)
    {
        lock (_gate)
        {
            var roster = Snapshot();
            session.Outbox.Append(
                protocol.Frame(nameof(ISignalingClient.Roster), name, roster.Others(session.PeerId), roster.Version));
        }
    }

    private void TellEarly(List<Session> heard, RosterEvent change)
    {
        heard.RemoveAll(session => session.PeerId == change.Member.PeerId);
        foreach (var session in heard)
            session.Outbox.Append(Announcement(change));
        if (change.Kind == RosterEventKind.Joined && _sessions.TryGetValue(change.Member.PeerId, out var joined))
            heard.Add(joined);
    }

    private SignalingFrame Announcement(RosterEvent change) => change.Kind switch
    {
        RosterEventKind.Joined => protocol.Frame(nameof(ISignalingClient.PeerJoined), name, change.Member.Peer, change.Version),
        RosterEventKind.Updated => protocol.Frame(nameof(ISignalingClient.PeerUpdated), name, change.Member.Peer, change.Version),
        _ => protocol.Frame(nameof(ISignalingClient.PeerLeft), name, change.Member.PeerId, change.Reason, change.Version),
    };
}
