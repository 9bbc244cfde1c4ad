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
}
