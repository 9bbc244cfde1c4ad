using RtcHub.Topics;

namespace RtcHub.Redis;

/// <summary>Takes members out of rosters whom no node has: what other nodes remembered for one, or nobody could take over.</summary>
internal sealed class Ghosts(
    RedisBackplane backplane, RedisCluster cluster, Arrivals arrivals, TopicDirectory topics, RtcHubOptions options, TimeProvider time)
{
    private static readonly TimeSpan Grace = 2 * NodeKeeper.Lease;

    /// <summary>Another node has made a roster whole from its memory, in which members of this one may be that have left.</summary>
    public async Task DropOwnAsync(string topic)
    {
        if (await backplane.FetchAsync(topic) is not { } roster)
            return;
        foreach (var member in roster.Members.Where(member => member.NodeId == cluster.NodeId && !IsHere(topic, member.PeerId)))
            await backplane.LeaveAsync(topic, member, LeaveReason.Left);
    }

    /// <summary>
    /// The last net: members whose node has had no lease for so long that any heir would have let them go, as when a node
    /// died while Redis was away and lost its memory.
    /// </summary>
    public async Task SweepLaterAsync()
    {
        await Task.Delay(options.ResumeWindow + Grace, time);
        foreach (var topic in topics.All)
        {
            var living = cluster.HomeOf(topic.Name).Keeper.Living;
            foreach (var ghost in topic.Snapshot().Members.Where(member => !living.Contains(member.NodeId)))
                await backplane.LeaveAsync(topic.Name, ghost, LeaveReason.Timeout);
        }
    }

    private bool IsHere(string name, string peerId) =>
        arrivals.IsExpected(peerId) || (topics.TryFind(name, out var topic) && topic.Sessions().Any(session => session.PeerId == peerId));
}
