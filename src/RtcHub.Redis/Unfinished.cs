using System.Collections.Concurrent;
using RtcHub.Sessions;
using RtcHub.Topics;

namespace RtcHub.Redis;

/// <summary>What could not be written because Redis was away, to be written when it is back; and who left lately, and why.</summary>
internal sealed class Unfinished(RedisBackplane backplane, SessionRegistry sessions, TopicDirectory topics, TimeProvider time)
{
    /// <summary>By then every node has said what it remembers.</summary>
    private static readonly TimeSpan RememberFor = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Topic, string PeerId), Leave> _leaves = new();
    private readonly ConcurrentDictionary<(string Topic, string PeerId), bool> _updates = new();
    private readonly ConcurrentDictionary<string, long> _ends = new(StringComparer.Ordinal); // in which epoch

    private sealed record Leave(Member Member, LeaveReason Reason, long? DoneAt = null);

    public void NoteLeave(string topic, Member member, LeaveReason reason) => _leaves[(topic, member.PeerId)] = new Leave(member, reason);

    /// <summary>A peer is out.</summary>
    public void NoteLeft(string topic, Member member, LeaveReason reason)
    {
        if (reason == LeaveReason.Left)
            _leaves.TryRemove((topic, member.PeerId), out _);
        else
            _leaves[(topic, member.PeerId)] = new Leave(member, reason, time.GetTimestamp());
    }

    /// <summary>Why a peer is out whom a node that was out of touch may believe to be in.</summary>
    public LeaveReason ReasonOf(string topic, string peerId) =>
        _leaves.TryGetValue((topic, peerId), out var leave) ? leave.Reason : LeaveReason.Left;

    public void NoteUpdate(string topic, string peerId) => _updates[(topic, peerId)] = true;

    /// <summary>A session has ended, and nobody is to take it over.</summary>
    public void NoteEnd(string peerId, long epoch) => _ends[peerId] = epoch;

    /// <summary>The peer enters the topic anew.</summary>
    public void Forget(string topic, string peerId)
    {
        _leaves.TryRemove((topic, peerId), out _);
        _updates.TryRemove((topic, peerId), out _);
    }

    public async Task FinishAsync()
    {
        foreach (var (place, leave) in _leaves.Where(entry => entry.Value.DoneAt is null))
        {
            if (IsHere(place))
                _leaves.TryRemove(place, out _); // it has come back meanwhile
            else
                await backplane.LeaveAsync(place.Topic, leave.Member, leave.Reason);
        }

        foreach (var (place, _) in _updates)
        {
            if (!_updates.TryRemove(place, out _) || !sessions.TryFind(place.PeerId, out var session))
                continue;
            foreach (var (topic, member) in session.Describe()?.Memberships ?? [])
            {
                if (topic == place.Topic)
                    await backplane.UpdateAsync(topic, member);
            }
        }

        foreach (var (peerId, epoch) in _ends)
        {
            if (_ends.TryRemove(peerId, out _))
                await backplane.ForgetAsync(peerId, epoch);
        }
    }

    /// <summary>Forgets what was finished long ago.</summary>
    public void Tick()
    {
        foreach (var (place, leave) in _leaves)
        {
            if (leave.DoneAt is { } doneAt && time.GetElapsedTime(doneAt) > RememberFor)
                _leaves.TryRemove(new(place, leave));
        }
    }

    private bool IsHere((string Topic, string PeerId) place) =>
        topics.TryFind(place.Topic, out var topic) && topic.HasSession(place.PeerId);
}
