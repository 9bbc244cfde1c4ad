using System.Collections.Concurrent;
using RtcHub.Topics;

namespace RtcHub.Backplane;

/// <summary>The embedded default: one node, nothing else installed. Everything completes at once.</summary>
internal sealed class InMemoryBackplane : IBackplane
{
    private static readonly Task<SignalCode> Ok = Task.FromResult(SignalCode.Ok);
    private static readonly Task<SignalCode> PeerGone = Task.FromResult(SignalCode.PeerGone);

    private readonly ConcurrentDictionary<string, Roster> _rosters = new(StringComparer.Ordinal);
    private INodeInbox? _inbox;

    public string NodeId => "local";

    public Task StartAsync(INodeInbox inbox, CancellationToken cancellationToken)
    {
        _inbox = inbox;
        return Task.CompletedTask;
    }

    public ValueTask<JoinOutcome> JoinAsync(string topic, Member member, int capacity)
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

    public ValueTask<SignalCode> SendAsync(string nodeId, Envelope envelope) => new(SignalCode.PeerGone); // there is no other node

    private bool IsCurrent(string topic, Roster roster) =>
        _rosters.TryGetValue(topic, out var current) && ReferenceEquals(current, roster);

    private void Apply(Roster roster, RosterEvent change)
    {
        roster.Apply(change);
        _inbox?.OnRosterEvent(change);
    }
}
