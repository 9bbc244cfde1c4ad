using System.Collections.Concurrent;
using RtcHub.Sessions;
using RtcHub.Topics;

namespace RtcHub.Redis;

/// <summary>What could not be written into a roster because Redis was away, to be written when it is back.</summary>
internal sealed class Unfinished(RedisBackplane backplane, SessionRegistry sessions, TopicDirectory topics)
{
    private readonly ConcurrentDictionary<(string Topic, string PeerId), (Member Member, LeaveReason Reason)> _leaves = new();
    private readonly ConcurrentDictionary<(string Topic, string PeerId), bool> _updates = new();

    public void NoteLeave(string topic, Member member, LeaveReason reason) => _leaves[(topic, member.PeerId)] = (member, reason);

    /// <summary>Why a peer left that should be out already, if it is to be told at all.</summary>
    public LeaveReason? TakeReason(string topic, string peerId) =>
        _leaves.TryRemove((topic, peerId), out var leave) ? leave.Reason : null;

    public void NoteUpdate(string topic, string peerId) => _updates[(topic, peerId)] = true;

    /// <summary>The peer enters the topic anew.</summary>
    public void Forget(string topic, string peerId)
    {
        _leaves.TryRemove((topic, peerId), out _);
        _updates.TryRemove((topic, peerId), out _);
    }

    public async Task FinishAsync()
    {
        foreach (var (place, leave) in _leaves)
        {
            if (_leaves.TryRemove(place, out _) && !IsHere(place))
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
    }

    /// <summary>Whether the peer has come back meanwhile.</summary>
    private bool IsHere((string Topic, string PeerId) place) =>
        topics.TryFind(place.Topic, out var topic) && topic.Sessions().Any(session => session.PeerId == place.PeerId);
}
