using RtcHub.Topics;

namespace RtcHub.Redis;

/// <summary>
/// The last net: members whose node has had no lease for so long that any heir would have let them go. It catches those
/// that nobody could take over, as when a node died while Redis was away and lost its memory.
/// </summary>
internal sealed class GhostSweep(RedisBackplane backplane, RedisCluster cluster, TopicDirectory topics, RtcHubOptions options, TimeProvider time)
{
    private static readonly TimeSpan Grace = 2 * NodeKeeper.Lease;

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
}
