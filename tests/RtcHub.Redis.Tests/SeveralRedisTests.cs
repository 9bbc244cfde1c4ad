namespace RtcHub.Tests;

/// <summary>Topics and sessions are spread over two Redis servers by their names.</summary>
public sealed class SeveralRedisTests : IDisposable
{
    private const int MaxTopics = 16;
    private readonly RedisProcess[] _redis = [new(), new()];

    private static string[] Topics { get; } = [.. Enumerable.Range(0, MaxTopics).Select(n => $"topic-{n}")];

    public void Dispose() => Array.ForEach(_redis, redis => redis.Dispose());

    [Fact]
    public async Task Everyone_hears_everyone_whichever_server_a_topic_is_on()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 3);
        var peers = await MeetAsync(cluster);

        foreach (var topic in Topics)
            (await peers[0].CodeOfAsync("SendMessage", topic, "*", topic)).Should().Be("ok");

        foreach (var peer in peers[1..])
            (await peer.DrainAsync()).Select(call => call[2].GetString()).Should().BeEquivalentTo(Topics);
        foreach (var redis in _redis)
            redis.Run("KEYS", "*:roster:*").Should().Contain("topic-", "each has some of the topics");
    }

    [Fact]
    public async Task A_session_moves_with_topics_on_both()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 3);
        var peers = await MeetAsync(cluster);
        await peers[1].DropAsync();
        foreach (var topic in Topics)
            await peers[0].InvokeAsync("SendMessage", topic, peers[1].PeerId, topic);

        var back = await cluster[2].ResumeAsync(peers[1]);

        (await back.DrainAsync()).Where(call => call.Method == "Message").Select(call => call[2].GetString()).Should().BeEquivalentTo(Topics);
        foreach (var topic in Topics)
        {
            (await peers[0].CodeOfAsync("SendMessage", topic, back.PeerId, topic)).Should().BeOneOf("ok", "queued");
            (await back.CodeOfAsync("SendMessage", topic, peers[0].PeerId, topic)).Should().Be("ok");
        }

        (await back.DrainAsync()).Where(call => call.Method == "Message").Select(call => call[2].GetString()).Should().BeEquivalentTo(Topics);
    }

    [Fact]
    public async Task While_one_is_away_the_topics_of_the_other_go_on()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2);
        var peers = await MeetAsync(cluster);

        _redis[1].Kill();
        await cluster.WhenAwayAsync();
        var codes = new List<string>();
        foreach (var topic in Topics)
            codes.Add(await peers[0].CodeOfAsync("SendMessage", topic, peers[1].PeerId, topic));
        codes.Distinct().Should().BeEquivalentTo("ok", "backplane_unavailable");
        (await peers[1].NextAsync("Message"))[2].GetString().Should().Be(Topics[codes.IndexOf("ok")]);

        _redis[1].Start();
        foreach (var topic in Topics)
        {
            await Eventually.TrueAsync(
                TimeSpan.FromSeconds(3), async () => await peers[0].CodeOfAsync("SendMessage", topic, peers[1].PeerId, topic) == "ok", "all go on");
        }
    }

    /// <summary>One on each node, in all topics.</summary>
    private static async Task<TestPeer[]> MeetAsync(Cluster cluster)
    {
        var peers = new List<TestPeer>();
        foreach (var node in cluster.Nodes)
            peers.Add(await node.ConnectAsync(Topics));
        foreach (var peer in peers)
            await peer.DrainAsync();
        return [.. peers];
    }
}
