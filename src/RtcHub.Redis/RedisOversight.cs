using System.Globalization;
using System.Text.Json;
using RtcHub.Backplane;
using StackExchange.Redis;

namespace RtcHub.Redis;

/// <summary>
/// What operators see and do. Topics are listed from an index that the scripts keep in order, so that a page costs what is on
/// it, and a join no more than before but for a topic's first member.
/// </summary>
internal sealed class RedisOversight(RedisCluster cluster, Func<NodeStatus> describe) : IOversight
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public async Task<TopicPage?> ListTopicsAsync(TopicQuery query)
    {
        try
        {
            var slices = await Task.WhenAll(cluster.All.Select(node => new TopicScan(node.Server, cluster.Keys).ReadAsync(query)));

            // Beyond where one server's names were read no further, another's would come too early.
            var horizon = slices.Select(slice => slice.ReadUpTo).OfType<string>().Min(TopicOrder.Instance);
            var names = slices.SelectMany(slice => slice.Names)
                .Where(name => horizon is null || TopicOrder.Instance.Compare(name, horizon) <= 0)
                .Order(TopicOrder.Instance)
                .ToArray();
            var next = names.Length > query.Limit ? names[query.Limit - 1] : horizon;
            var topics = await Task.WhenAll(names.Take(query.Limit).Select(ReadAsync));
            foreach (var gone in topics.Where(IsGone))
                _ = UnlistAsync(gone.Topic);
            return new TopicPage([.. topics.Where(topic => !IsGone(topic))], next);
        }
        catch (RedisAwayException)
        {
            return null;
        }
    }

    public async Task<TopicSummary?> DescribeAsync(string topic)
    {
        try
        {
            return await ReadAsync(topic);
        }
        catch (RedisAwayException)
        {
            return null;
        }
    }

    public Task<SignalCode> LockAsync(string topic, DateTimeOffset? until)
    {
        var duration = until - TimeProvider.System.GetUtcNow() is { } left ? Math.Max(1, (long)left.TotalMilliseconds) : 0;
        return ChangeLockAsync(topic, until?.ToUnixTimeMilliseconds() ?? 0, duration);
    }

    public Task<SignalCode> UnlockAsync(string topic) => ChangeLockAsync(topic);

    public async Task<IReadOnlyList<NodeStatus>?> ListNodesAsync()
    {
        if (cluster.All.FirstOrDefault(node => node.IsReachable) is not { } at)
            return null;
        try
        {
            var others = at.Keeper.Living.Where(id => id != cluster.NodeId);
            var texts = await Task.WhenAll(others.Select(id => at.Server.ReadAsync(cluster.Keys.Status(id))));
            return
            [
                .. texts.Where(text => !text.IsNull)
                    .Select(text => JsonSerializer.Deserialize((byte[])text!, StatusJsonContext.Default.NodeStatus)!)
                    .Append(describe())
                    .OrderBy(node => node.StartedAt).ThenBy(node => node.NodeId, StringComparer.Ordinal),
            ];
        }
        catch (RedisAwayException)
        {
            return null;
        }
    }

    public ValueTask<SignalCode> DrainAsync(string nodeId) => cluster.All.FirstOrDefault(node => node.IsReachable) is { } at
        ? at.Mail.SendAsync(nodeId, InboxMessage.Drain, _ => { })
        : new(SignalCode.BackplaneUnavailable);

    private static bool IsGone(TopicSummary topic) => topic is { PeerCount: 0, Locked: false };

    private async Task<TopicSummary> ReadAsync(string topic)
    {
        var server = cluster.HomeOf(topic).Server;
        var version = server.ReadAsync(cluster.Keys.Roster(topic), "v");
        var where = server.ReadHashAsync(cluster.Keys.Where(topic));
        var held = await server.ReadAsync(cluster.Keys.Lock(topic));
        var nodes = (await where).OrderBy(node => node.Name).ToArray();
        return new TopicSummary(
            topic, nodes.Sum(node => (int)node.Value), [.. nodes.Select(node => (string)node.Name!)], (long)await version, ParseLock(held));
    }

    private static TopicLock? ParseLock(RedisValue held) =>
        held.IsNull ? null : new TopicLock((long)held == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)held));

    private async Task<SignalCode> ChangeLockAsync(string topic, params long[] times)
    {
        var home = cluster.HomeOf(topic);
        if (!home.IsReachable)
            return SignalCode.BackplaneUnavailable;
        try
        {
            await home.Server.RunAsync(
                RedisScript.Lock, KeysOf(topic), [topic, .. times.Select(time => (RedisValue)time.ToString(Culture))]);
            return SignalCode.Ok;
        }
        catch (RedisAwayException)
        {
            return SignalCode.BackplaneUnavailable;
        }
    }

    private async Task UnlistAsync(string topic)
    {
        try
        {
            await cluster.HomeOf(topic).Server.RunAsync(RedisScript.Unlist, KeysOf(topic), [topic]);
        }
        catch (RedisAwayException)
        {
            // whoever lists it next does it
        }
    }

    private RedisKey[] KeysOf(string topic) => [cluster.Keys.Where(topic), cluster.Keys.Topics, cluster.Keys.Lock(topic)];
}
