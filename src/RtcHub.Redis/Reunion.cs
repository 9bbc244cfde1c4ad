using System.Globalization;
using RtcHub.Sessions;
using RtcHub.Topics;
using StackExchange.Redis;

namespace RtcHub.Redis;

/// <summary>Makes this node and Redis one again after they were out of touch: whose the sessions are, and who is in each topic.</summary>
internal sealed class Reunion(
    RedisCluster cluster,
    SessionRegistry sessions,
    TopicDirectory topics,
    HandOvers handOvers,
    Unfinished unfinished,
    Ghosts ghosts,
    WebhookStamp webhooks)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>There may be thousands of topics.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int SessionsAtOnce = 50;

    /// <summary>Sessions first: what another node took over meanwhile is not this node's to restore.</summary>
    public async Task ReuniteAsync(RedisNode at, bool isEmptied)
    {
        var records = sessions.All
            .Where(session => cluster.HomeOf(session.PeerId) == at && session.WasShared)
            .Select(session => session.Describe())
            .OfType<SessionRecord>();
        await Task.WhenAll(records.Chunk(SessionsAtOnce).Select(chunk => RegisterAsync(at, chunk, unknownHaveEnded: !isEmptied)));

        var own = sessions.All
            .Select(session => session.Describe())
            .OfType<SessionRecord>()
            .SelectMany(record => record.Memberships)
            .ToLookup(membership => membership.Topic, membership => membership.Member, StringComparer.Ordinal);
        await Task.WhenAll(topics.All
            .Where(topic => cluster.HomeOf(topic.Name) == at)
            .Select(topic => RestoreAsync(at, topic, [.. own[topic.Name]], isEmptied, haveLeft: !isEmptied)));
        await unfinished.FinishAsync(); // what happened meanwhile
    }

    /// <summary>Tells Redis what this node knows of a session; <paramref name="joining"/> is a topic that it is just entering.</summary>
    public async Task RegisterAsync(RedisNode at, Session session, string? joining = null)
    {
        try
        {
            if (at.Keeper.IsUp && (session.WasShared || joining is not null) && session.Describe() is { } record
                && await RegisterAsync(at, [record], unknownHaveEnded: false, joining) is [_] && joining is null)
                await RestoreAsync(record);
        }
        catch (RedisAwayException)
        {
            // the next reunion tells it
        }
    }

    /// <summary>Returns the peers that Redis did not know.</summary>
    private async Task<string[]> RegisterAsync(RedisNode at, SessionRecord[] records, bool unknownHaveEnded, string? joining = null)
    {
        List<RedisKey> keys = [cluster.Keys.Nodes, cluster.Keys.SessionsOf(cluster.NodeId)];
        List<RedisValue> arguments = [cluster.NodeId, unknownHaveEnded ? 1 : 0];
        foreach (var record in records)
        {
            string[] names = [.. record.Memberships.Select(membership => membership.Topic).Append(joining).OfType<string>().Distinct()];
            keys.Add(cluster.Keys.Session(record.PeerId));
            arguments.AddRange([record.PeerId, record.Epoch.ToString(Culture), record.TicketKey, record.Confirmed, names.Length]);
            arguments.AddRange(names.Select(name => (RedisValue)name));
        }

        var result = (RedisResult[])(await at.Server.RunAsync(RedisScript.Register, [.. keys], [.. arguments], Patience))!;
        var lost = (string[])result[0]!;
        foreach (var record in records.Where(record => lost.Contains(record.PeerId)))
        {
            if (sessions.TryFind(record.PeerId, out var session) && session.Epoch == record.Epoch)
                _ = handOvers.LetGoAsync(session); // not awaited: it waits for the end of this
        }

        return (string[])result[1]!;
    }

    /// <summary>
    /// Redis was emptied while a session was on its way from one node to another: neither had it to restore, and the
    /// rosters may be without it, or have it where it was.
    /// </summary>
    private Task RestoreAsync(SessionRecord record) => Task.WhenAll(record.Memberships.Select(async membership =>
    {
        var (name, member) = membership;
        if (!topics.TryFind(name, out var topic))
            return;
        await RestoreAsync(cluster.HomeOf(name), topic, [member], isEmptied: false, haveLeft: false);
        ghosts.Check(name, member); // it may have left meanwhile, when nobody knew it there
    }));

    /// <param name="at">Where the topic is.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="own">Those of its members that are this node's.</param>
    /// <param name="isEmptied">Whether Redis was emptied, and has to be told of the others too.</param>
    /// <param name="haveLeft">Whether those whom Redis does not have in the topic have left it there, as webhooks were told.</param>
    private async Task RestoreAsync(RedisNode at, Topic topic, Member[] own, bool isEmptied, bool haveLeft)
    {
        var replica = topic.Snapshot();
        var places = replica.Members.Select((member, place) => (member.PeerId, Place: place + 1L)).ToDictionary(entry => entry.PeerId, entry => entry.Place);
        List<RedisValue> arguments =
        [
            cluster.NodeId, replica.Version.ToString(Culture), isEmptied ? 1 : 0, cluster.Keys.InboxPrefix, topic.Name, own.Length,
        ];
        foreach (var member in own)
        {
            arguments.AddRange(
            [
                member.PeerId, places.GetValueOrDefault(member.PeerId, replica.Members.Length + 1).ToString(Culture),
                member.Epoch.ToString(Culture), MemberText.State(member), MemberText.Body(member),
            ]);
        }

        var others = replica.Members.Where(member => member.NodeId != cluster.NodeId).ToArray();
        arguments.Add(others.Length);
        foreach (var member in others)
            arguments.AddRange([member.PeerId, MemberText.Value(member, places[member.PeerId])]);
        if (haveLeft)
            arguments.AddRange(webhooks.Argument());

        var result = (RedisResult[])(await at.Server.RunAsync(
            RedisScript.Restore,
            [.. cluster.Keys.OfTopic(topic.Name), .. webhooks.KeysOf(topic.Name)],
            [.. arguments],
            Patience))!;
        if ((string?)result[0] == "ok")
            topic.Reload(MemberText.ParseSnapshot(result[1]));
    }
}
