namespace RtcHub.Tests;

/// <summary>What the receiver of webhooks is told when a real Redis forgets, or is away for a while.</summary>
public sealed class RedisWebhookOutageTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan ThreeSeconds = TimeSpan.FromSeconds(3);

    private readonly RedisProcess _redis = new();
    private HookReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await HookReceiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    public void Dispose() => _redis.Dispose();

    [Fact]
    public async Task When_redis_is_emptied_nobody_has_joined_or_left_and_the_events_are_counted_anew()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2, _receiver.Configure);
        var (ada, bob) = (await cluster[0].ConnectAsync("tea"), await cluster[1].ConnectAsync("tea"));
        await ada.NextAsync("PeerJoined");
        await _receiver.TakeAsync(3);

        _redis.Run("FLUSHALL");
        await Eventually.TrueAsync(
            TimeSpan.FromSeconds(10),
            () => _redis.Connection.GetDatabase().HashLength(cluster[0].Keys.Roster("tea")) == 3, // and the version
            "both are in the roster");
        await cluster.WhenUpAsync(ThreeSeconds);
        await bob.InvokeAsync("Unsubscribe", "tea");

        var next = (await _receiver.TakeAsync(4))[3];
        (next.Type, next.PeerId, next.Sequence).Should().Be(("peer.left", bob.PeerId, 1));
    }

    [Fact]
    public async Task Who_left_while_redis_did_not_answer_is_told_to_have_when_it_does()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2, _receiver.Configure);
        var (ada, bob) = (await cluster[0].ConnectAsync("tea"), await cluster[1].ConnectAsync("tea"));
        await ada.NextAsync("PeerJoined");
        await _receiver.TakeAsync(3);
        _redis.Stop();
        await cluster.WhenAwayAsync();
        await bob.InvokeAsync("Bye");

        _redis.Continue();

        var next = (await _receiver.TakeAsync(4))[3];
        (next.Type, next.PeerId, next.Sequence).Should().Be(("peer.left", bob.PeerId, 4));
        _receiver.Attempts.Should().HaveCount(4);
    }

    [Fact]
    public async Task What_was_taken_while_redis_did_not_answer_is_not_sent_again_and_the_next_is()
    {
        var answer = new TaskCompletionSource();
        _receiver.Answer = (_, _) => answer.Task;
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 1, _receiver.Configure);
        await cluster[0].ConnectAsync("tea");
        await Eventually.TrueAsync(HookReceiver.Patience, () => _receiver.Attempts.Length == 1, "an event has come");

        _redis.Stop();
        answer.SetResult();
        await cluster.WhenAwayAsync();
        _redis.Continue();

        (await _receiver.TakeAsync(2)).Select(hook => hook.Type).Should().Equal("topic.started", "peer.joined");
        _receiver.Attempts.Should().HaveCount(2);
    }

    [Fact]
    public async Task Who_was_taken_out_and_is_put_back_by_a_node_that_was_out_of_touch_has_joined_again()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2, _receiver.Configure);
        var (_, bob) = (await cluster[0].ConnectAsync("tea"), await cluster[1].ConnectAsync("tea"));
        await _receiver.TakeAsync(3);
        var (database, keys) = (_redis.Connection.GetDatabase(), cluster[0].Keys);
        await database.HashDeleteAsync(keys.Roster("tea"), bob.PeerId);
        await database.HashDeleteAsync(keys.Where("tea"), cluster[1].Backplane.NodeId);

        _redis.Run("CLIENT", "KILL", "TYPE", "pubsub"); // every node makes the roster whole after that

        var next = (await _receiver.TakeAsync(4))[3];
        (next.Type, next.PeerId, next.Sequence).Should().Be(("peer.joined", bob.PeerId, 4));
        await cluster.WhenUpAsync(ThreeSeconds);
        _receiver.Attempts.Should().HaveCount(4);
    }

    [Fact]
    public async Task Of_a_topic_that_everyone_left_nothing_is_kept_for_longer_than_a_minute()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 1, _receiver.Configure);
        var ada = await cluster[0].ConnectAsync("tea");
        var (database, sequence) = (_redis.Connection.GetDatabase(), cluster[0].Keys.WebhookSequence("tea"));

        await ada.InvokeAsync("Unsubscribe", "tea");
        (await database.KeyTimeToLiveAsync(sequence)).Should().BePositive().And.BeLessThanOrEqualTo(TimeSpan.FromMinutes(1));
        await ada.SubscribeAsync("tea");
        (await database.KeyTimeToLiveAsync(sequence)).Should().BeNull();

        (await _receiver.TakeAsync(6)).Select(hook => (hook.Type, hook.Sequence)).Skip(3)
            .Should().Equal(("topic.emptied", 4), ("topic.started", 5), ("peer.joined", 6));
        await Eventually.TrueAsync(ThreeSeconds, () => database.SortedSetLength(cluster[0].Keys.Webhooks) == 0, "the queue is empty");
    }

    [Fact]
    public async Task Topics_of_several_redis_servers_are_told_side_by_side()
    {
        using var other = new RedisProcess();
        await using var cluster = await Cluster.StartAsync([_redis, other], nodes: 2, _receiver.Configure);
        for (var i = 0; i < 10; i++)
            await cluster[i % 2].ConnectAsync($"topic {i}");

        var hooks = await _receiver.TakeAsync(20);

        hooks.GroupBy(hook => hook.Topic).Should().HaveCount(10)
            .And.OnlyContain(topic => topic.Select(hook => hook.Type).SequenceEqual(new[] { "topic.started", "peer.joined" }));
        hooks.Select(hook => hook.Id).Should().OnlyHaveUniqueItems();
        foreach (var redis in new[] { _redis, other })
            redis.Run("HGET", cluster[0].Keys.WebhookState!, "number").Trim().Should().NotBe("");
    }
}
