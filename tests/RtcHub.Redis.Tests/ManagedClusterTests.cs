using System.Text.Json;

namespace RtcHub.Tests;

/// <summary>An operator at one node of three: the page of any node is the page of all.</summary>
public sealed class ManagedClusterTests
{
    [Fact]
    public async Task Any_node_is_drained_from_any_other_and_never_the_last_one()
    {
        await using var cluster = await Cluster.StartAsync(RedisProcess.Shared, nodes: 3);
        await cluster.WhenAcquaintedAsync();
        using var client = OperatorOf(cluster[0]);
        await WhenListedAsync(client, 3);
        var ada = await cluster[1].ConnectAsync("tea");
        var bob = await cluster[2].ConnectAsync("tea");
        await ada.NextAsync("PeerJoined");

        (await client.SendAsync(HttpMethod.Post, $"nodes/{cluster[1].Backplane.NodeId}/drain")).Status.Should().Be(202);

        (await ada.NextAsync("GoAway"))[0].GetProperty("reason").GetString().Should().Be("draining");
        await Eventually.TrueAsync(
            TimeSpan.FromSeconds(5), async () => await NodeAsync(client, cluster[1]) is { } node && node.GetProperty("draining").GetBoolean(), "it says so");
        var back = await cluster[0].ResumeAsync(ada);
        (await client.GetAsync("topic/peers?topic=tea")).GetProperty("peers").PeerIds().Should().BeEquivalentTo(back.PeerId, bob.PeerId);
        await WhenListedAsync(client, 2);
        (await client.SendAsync(HttpMethod.Post, $"nodes/{cluster[1].Backplane.NodeId}/drain")).Status.Should().Be(404, "it has gone");

        (await client.SendAsync(HttpMethod.Post, $"nodes/{cluster[2].Backplane.NodeId}/drain")).Status.Should().Be(202);
        await bob.NextAsync("GoAway");
        await cluster[0].ResumeAsync(bob);
        await WhenListedAsync(client, 1);
        (await client.SendAsync(HttpMethod.Post, "drain")).Status.Should().Be(409);
    }

    [Fact]
    public async Task Two_nodes_are_not_drained_at_once_when_there_is_no_third()
    {
        await using var cluster = await Cluster.StartAsync(RedisProcess.Shared, nodes: 2);
        await cluster.WhenAcquaintedAsync();
        using var client = OperatorOf(cluster[0]);
        await WhenListedAsync(client, 2);
        var ada = await cluster[1].ConnectAsync("tea");
        await client.SendAsync(HttpMethod.Post, $"nodes/{cluster[1].Backplane.NodeId}/drain");
        await ada.NextAsync("GoAway");
        await Eventually.TrueAsync(
            TimeSpan.FromSeconds(5), async () => await NodeAsync(client, cluster[1]) is not { } node || node.GetProperty("draining").GetBoolean(), "it says so");

        (await client.SendAsync(HttpMethod.Post, "drain")).Status.Should().Be(409);
    }

    [Fact]
    public async Task A_page_of_topics_takes_from_every_redis_server_in_the_order_of_names()
    {
        using var first = new RedisProcess();
        using var second = new RedisProcess();
        await using var cluster = await Cluster.StartAsync([first, second], nodes: 2, options => options.MaxTopicsPerSession = 50);
        string[] topics = [.. Enumerable.Range(0, 40).Select(n => $"topic {n:00}")];
        await cluster[0].ConnectAsync(topics);
        await cluster[1].ConnectAsync(topics);
        using var client = OperatorOf(cluster[1]);

        foreach (var limit in new[] { 1, 7, 40, 41 })
        {
            var read = await client.ReadAllAsync("topics", "topics", limit);
            read.Select(topic => topic.GetProperty("topic").GetString()).Should().Equal(topics);
            read.Should().OnlyContain(topic => topic.GetProperty("peerCount").GetInt32() == 2 && topic.GetProperty("nodes").GetArrayLength() == 2);
        }

        (await client.ReadAllAsync("topics?contains=3", "topics", limit: 3)).Should().HaveCount(13);
        (await client.ReadAllAsync("peers", "peers", limit: 9)).Should().HaveCount(80);
    }

    [Fact]
    public async Task A_redis_that_comes_back_empty_is_told_which_topics_there_are()
    {
        using var redis = new RedisProcess();
        await using var cluster = await Cluster.StartAsync(redis, nodes: 2);
        await cluster[0].ConnectAsync("tea");
        await cluster[1].ConnectAsync("coffee", "tea");
        using var client = OperatorOf(cluster[0]);

        redis.Kill();
        await cluster.WhenAwayAsync();
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Get, "topics"), (HttpMethod.Get, "topic?topic=tea"), (HttpMethod.Get, "peers"), (HttpMethod.Get, "topic/peers?topic=tea"),
            (HttpMethod.Get, "nodes"), (HttpMethod.Delete, "topic?topic=tea"), (HttpMethod.Delete, "topic/peers/x?topic=tea"),
            (HttpMethod.Put, "topic/lock?topic=tea"), (HttpMethod.Delete, "topic/lock?topic=tea"), (HttpMethod.Post, "drain"),
        })
        {
            var (status, problem) = await client.SendAsync(method, path);
            (status, problem.Code()).Should().Be((503, "backplane_unavailable"), path);
        }

        redis.Start();
        await cluster.WhenUpAsync(TimeSpan.FromSeconds(10));
        await Eventually.TrueAsync(
            TimeSpan.FromSeconds(5),
            async () => (await client.GetAsync("topics")).GetProperty("topics").EnumerateArray()
                .Select(topic => (topic.GetProperty("topic").GetString(), topic.GetProperty("peerCount").GetInt32()))
                .SequenceEqual([("coffee", 1), ("tea", 2)]),
            "both are listed again");
    }

    [Fact]
    public async Task The_index_of_topics_forgets_those_that_are_no_more()
    {
        using var redis = new RedisProcess();
        await using var cluster = await Cluster.StartAsync(redis, nodes: 1);
        var ada = await cluster[0].ConnectAsync("tea", "coffee");
        await cluster[0].Backplane.Oversight.LockAsync("milk", TimeProvider.System.GetUtcNow().AddMilliseconds(50));
        await ada.InvokeAsync("Unsubscribe", "coffee");
        using var client = OperatorOf(cluster[0]);

        await Eventually.TrueAsync(
            TimeSpan.FromSeconds(5),
            async () =>
            {
                await client.GetAsync("topics"); // which finds that a lock has ended
                return redis.Run("ZRANGE", cluster[0].Keys.Topics!, "0", "-1").Trim() == "tea";
            },
            "only the topic that somebody is in is there");
    }

    private static ManagementClient OperatorOf(ClusterNode node) => new(new Uri(node.App.Urls.First()));

    private static Task WhenListedAsync(ManagementClient client, int nodes) => Eventually.TrueAsync(
        TimeSpan.FromSeconds(15),
        async () => (await client.GetAsync("nodes")).GetProperty("nodes").GetArrayLength() == nodes,
        $"{nodes} nodes are listed");

    private static async Task<JsonElement?> NodeAsync(ManagementClient client, ClusterNode node)
    {
        foreach (var listed in (await client.GetAsync("nodes")).GetProperty("nodes").EnumerateArray())
        {
            if (listed.GetProperty("nodeId").GetString() == node.Backplane.NodeId)
                return listed;
        }

        return null;
    }
}
