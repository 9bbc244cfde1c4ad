namespace RtcHub.Tests;

/// <summary>What Redis published reaches a node late, when that node or its connection is busy.</summary>
public class LateEventTests
{
    [Fact]
    public async Task A_change_from_before_everyone_left_is_not_taken_for_one_of_those_who_came_after()
    {
        await using var cluster = await Cluster.StartAsync(RedisProcess.Shared, nodes: 2);
        var eve = await cluster[1].ConnectAsync("tea");
        await eve.InvokeAsync("Unsubscribe", "tea");
        var ada = await cluster[0].ConnectAsync("tea");

        RedisProcess.Shared.Run("PUBLISH", cluster[0].Inbox, $"\u0001RJ 2 - {eve.PeerId} 3\ntea2 elsewhere 1 c\n{DateTime.UnixEpoch.Ticks} - ");
        var bob = await cluster[1].ConnectAsync("tea");

        (await ada.NextAsync("PeerJoined"))[1].PeerId().Should().Be(bob.PeerId);
        (await ada.DrainAsync()).Should().BeEmpty();
        (await ada.SubscribeAsync("tea")).GetProperty("peers").PeerIds().Should().Equal(bob.PeerId);
    }

    [Fact]
    public async Task Who_was_in_by_a_join_that_got_no_answer_is_told_nothing_that_the_next_answer_has()
    {
        using var redis = new RedisProcess();
        await using var cluster = await Cluster.StartAsync(redis, nodes: 2);
        var (ada, eve) = (await cluster[0].ConnectAsync(), await cluster[1].ConnectAsync("tea"));
        var (database, roster, node) = (redis.Connection.GetDatabase(), cluster[0].Keys.Roster("tea"), cluster[0].Backplane.NodeId);
        await database.HashSetAsync(roster, [new("v", 2), new(ada.PeerId, $"2 {node} 1 c\n{DateTime.UnixEpoch.Ticks} - ")]);
        await database.HashIncrementAsync(cluster[0].Keys.Where("tea"), node);
        var bob = await cluster[1].ConnectAsync("tea");
        string[] written = [.. from peer in new[] { ada, bob } select (string?)database.HashGet(roster, peer.PeerId)];
        redis.Stop();

        var late = Task.WhenAll(
            redis.Connection.GetSubscriber().PublishAsync(cluster[0].Inbox, $"\u0001RJ 2 - {ada.PeerId} 3\ntea{written[0]}"),
            redis.Connection.GetSubscriber().PublishAsync(cluster[0].Inbox, $"\u0001RJ 3 - {bob.PeerId} 3\ntea{written[1]}"));
        var subscribing = ada.SubscribeAsync("tea");
        redis.Continue();

        (await subscribing).GetProperty("peers").PeerIds().Should().Equal(eve.PeerId, bob.PeerId);
        await late;
        (await ada.DrainAsync()).Should().BeEmpty();
    }
}
