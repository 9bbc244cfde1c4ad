using System.Collections.Concurrent;
using RtcHub.Sessions;
using RtcHub.Topics;
using RtcHub.Webhooks;

namespace RtcHub.Backplane;

/// <summary>The embedded default: one node, nothing else installed. Everything completes at once.</summary>
internal sealed partial class InMemoryBackplane(TimeProvider time) : IBackplane
{
    private static readonly Task<SignalCode> Ok = Task.FromResult(SignalCode.Ok);
    private static readonly Task<SignalCode> PeerGone = Task.FromResult(SignalCode.PeerGone);
    private static readonly Task<SignalCode> SessionGone = Task.FromResult(SignalCode.SessionGone);

    private readonly ConcurrentDictionary<string, Roster> _rosters = new(StringComparer.Ordinal);
    private readonly LocalWebhooks? _webhooks;
    private TopicDirectory? _topics;
    private LocalNode? _node;

    public InMemoryBackplane(TimeProvider time, LocalWebhooks webhooks)
        : this(time) => _webhooks = webhooks.IsOn ? webhooks : null;

    public string NodeId => "local";

    public bool IsAvailable => true;

    public bool IsFenced => false;

    public bool HasOtherNodes => false;

    public Task WhenUnfencedAsync() => Task.CompletedTask;

    public Task StartAsync(TopicDirectory topics, SessionRegistry sessions, LocalNode node, CancellationToken cancellationToken)
    {
        (_topics, _node) = (topics, node);
        return Task.CompletedTask;
    }

    public ValueTask<JoinOutcome> JoinAsync(string topic, Member member, Tickets tickets, int capacity)
    {
        while (true)
        {
            var roster = _rosters.GetOrAdd(topic, _ => new Roster());
            lock (roster)
            {
                if (!IsCurrent(topic, roster))
                    continue; // its last member left just now
                if (roster.Count >= capacity)
                    return new(new JoinOutcome(SignalCode.TopicFull));
                if (LockOf(topic) is not null || (!member.Access.MayModerate && roster.Members.Any(present => present.Peer.Locks)))
                    return new(new JoinOutcome(SignalCode.TopicLocked));

                Apply(roster, new RosterEvent(topic, RosterEventKind.Joined, member, roster.Version + 1));
                return new(new JoinOutcome(SignalCode.Ok, roster.Snapshot()));
            }
        }
    }

    public Task<SignalCode> UpdateAsync(string topic, Member member)
    {
        if (!_rosters.TryGetValue(topic, out var roster))
            return PeerGone;

        lock (roster)
        {
            if (!roster.Contains(member.PeerId))
                return PeerGone;

            Apply(roster, new RosterEvent(topic, RosterEventKind.Updated, member, roster.Version + 1));
            return Ok;
        }
    }

    public Task<SignalCode> LeaveAsync(string topic, Member member, LeaveReason reason)
    {
        if (!_rosters.TryGetValue(topic, out var roster))
            return Ok;

        lock (roster)
        {
            if (roster.Contains(member.PeerId))
            {
                Apply(roster, new RosterEvent(topic, RosterEventKind.Left, member, roster.Version + 1, reason));
                if (roster.Count == 0)
                    _rosters.TryRemove(topic, out _);
            }

            return Ok;
        }
    }

    public Task<SignalCode> RemoveAsync(string topic, Member member) => LeaveAsync(topic, member, LeaveReason.Removed);

    public ValueTask<SignalCode> SendAsync(string nodeId, Envelope envelope) => new(SignalCode.PeerGone); // there is no other node

    public Task<RosterSnapshot?> FetchAsync(string topic)
    {
        if (!_rosters.TryGetValue(topic, out var roster))
            return Task.FromResult<RosterSnapshot?>(new RosterSnapshot([], 0));

        lock (roster)
            return Task.FromResult<RosterSnapshot?>(roster.Snapshot());
    }

    public Task<SignalCode> ClaimAsync(ResumeTicket ticket) => SessionGone;

    public void Confirm(Session session)
    {
    }

    public void Forget(Session session)
    {
    }

    public void LetGo(Session session)
    {
    }

    public Task LeaveServiceAsync() => _webhooks?.StopAsync() ?? Task.CompletedTask;

    private bool IsCurrent(string topic, Roster roster) =>
        _rosters.TryGetValue(topic, out var current) && ReferenceEquals(current, roster);

    private void Apply(Roster roster, RosterEvent change)
    {
        roster.Apply(change.Kind, change.Member!, change.Version);
        _topics?.OnRosterEvent(change);
        _webhooks?.Note(change, roster.Count);
    }
}
