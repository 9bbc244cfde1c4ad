using RtcHub.Topics;

namespace RtcHub.Redis;

/// <summary>Takes members out of rosters whom no node has.</summary>
internal sealed class Ghosts(
    RedisBackplane backplane,
    HandOvers handOvers,
    Unfinished unfinished,
    TopicDirectory topics,
    RtcHubOptions options,
    TimeProvider time)
{
    private static readonly TimeSpan Grace = 2 * NodeKeeper.Lease;

    /// <summary>
    /// A member is said to be on this node: it joined, or another node remembers it. If it is gone by now, as after a join
    /// whose answer came too late, it is out again.
    /// </summary>
    public void Check(string name, Member member)
    {
        var isHere = topics.TryFind(name, out var topic) && topic.HasSession(member.PeerId);
        if (!isHere && !handOvers.TryFindDeparted(member.PeerId, out _)) // where it went, it is known
            _ = backplane.LeaveAsync(name, member, unfinished.ReasonOf(name, member.PeerId));
    }

    /// <summary>
    /// The last net: members of a node that has been gone for so long that any heir would have let them go, as when it died
    /// while Redis was away and lost its memory.
    /// </summary>
    public async Task SweepLaterAsync(string goneNode)
    {
        await Task.Delay(options.ResumeWindow + Grace, time);
        foreach (var topic in topics.All)
        {
            foreach (var ghost in topic.Snapshot().Members.Where(member => member.NodeId == goneNode))
                await backplane.SweepAsync(topic.Name, ghost);
        }
    }
}
