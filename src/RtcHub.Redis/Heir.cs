using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RtcHub.Sessions;
using RtcHub.Topics;
using StackExchange.Redis;

namespace RtcHub.Redis;

/// <summary>
/// Takes over the sessions of nodes that died, as Redis knows them: they wait here for their clients, who are told that
/// something is lost.
/// </summary>
internal sealed class Heir(
    RedisCluster cluster, Arrivals arrivals, HandOvers handOvers, SessionRegistry sessions, TopicDirectory topics, ILogger logger)
{
    private const int AtOnce = 100;

    private readonly ConcurrentDictionary<string, bool> _inheriting = new(StringComparer.Ordinal);

    /// <summary>Takes all that a dead node had.</summary>
    public async Task InheritAsync(RedisNode at, string deadNode)
    {
        if (!_inheriting.TryAdd(deadNode, true))
            return;

        try
        {
            var inherited = 0;
            while (true)
            {
                var result = (RedisResult[])(await at.Server.RunAsync(
                    RedisScript.Inherit,
                    [cluster.Keys.Nodes, cluster.Keys.SessionsOf(deadNode), cluster.Keys.SessionsOf(cluster.NodeId)],
                    [deadNode, cluster.NodeId, AtOnce, cluster.Keys.SessionPrefix]))!;
                await Task.WhenAll(result.Skip(1).Select(AdoptAsync));
                inherited += result.Length - 1;
                if ((string?)result[0] != "more")
                    break;
            }

            if (inherited > 0)
                logger.Inherited(inherited, deadNode);
        }
        catch (RedisAwayException)
        {
            // the next beat finds the node again, and whoever beats then goes on
        }
        finally
        {
            _inheriting.TryRemove(deadNode, out _);
        }
    }

    /// <summary>Takes one session whose node does not answer. False when it has another owner by now, or has ended.</summary>
    public async Task<bool> TryTakeAsync(string peerId, StoredSession stored)
    {
        if (await cluster.TakeAsync(peerId, stored.NodeId, stored.Epoch, cluster.NodeId) != "ok")
            return false;

        arrivals.Abandon(peerId);
        return await AdoptAsync(peerId, stored.Epoch + 1, stored.TicketsFor(peerId), stored.Topics);
    }

    private Task<bool> AdoptAsync(RedisResult row)
    {
        var fields = (RedisValue[])row!;
        var (peerId, epoch, key, confirmed) = ((string)fields[0]!, (long)fields[1], (byte[])fields[2]!, (long)fields[3]);
        var names = fields.Skip(4).Select(name => (string)name!);
        return AdoptAsync(peerId, epoch, new Tickets(peerId, key, confirmed, issued: null), names);
    }

    /// <summary>False when it is in none of its topics any more: then it has ended.</summary>
    private async Task<bool> AdoptAsync(string peerId, long epoch, Tickets tickets, IEnumerable<string> names)
    {
        var session = sessions.Expect(peerId, epoch, isOrphan: true);
        try
        {
            var entered = await Task.WhenAll(names.Select(name => EnterAsync(session, name)));
            if (entered.Length > 0 && !entered.Contains(true))
            {
                await cluster.ForgetAsync(peerId, epoch);
                return false;
            }
        }
        catch (RedisAwayException)
        {
            session.Lose(); // its client makes whichever node it comes to take it
            throw;
        }

        sessions.Adopt(session, tickets); // not before: who resumes it, or asks for it, finds all of it
        handOvers.OnReturned(peerId); // it may have gone from here to the node that died
        return true;
    }

    /// <summary>An orphan is in a topic here, if it is still in.</summary>
    private async Task<bool> EnterAsync(Session orphan, string name)
    {
        orphan.ExpectRoster(name);
        var topic = topics.Open(name, orphan);
        var isIn = false;
        try
        {
            var moved = await cluster.MoveAsync(name, orphan.PeerId, cluster.NodeId, orphan.Epoch, "i", previous: "-");
            var roster = moved is null ? null : MemberText.ParseSnapshot(moved[2]);
            isIn = roster?.Members.FirstOrDefault(member => member.PeerId == orphan.PeerId) is { } member && orphan.TryInherit(topic, member);
            if (isIn)
                topic.Load(roster!);
            return isIn;
        }
        finally
        {
            if (!isIn)
                topics.Close(topic, orphan);
        }
    }
}
