using RtcHub.Redis;

namespace RtcHub.Tests;

/// <summary>What a call costs Redis, besides what keeps nodes alive: that is what a service's size is limited by.</summary>
public class CommandCountTests
{
    [Fact]
    public async Task A_join_is_one_script()
    {
        using var redis = new RedisProcess();
        await using var cluster = await Cluster.StartAsync(redis, nodes: 2);
        await using var monitor = await RedisMonitor.StartAsync(redis);

        for (var i = 0; i < 10; i++)
        {
            await cluster[i % 2].ConnectAsync("tea"); // there already, but for the first
            await cluster[i % 2].ConnectAsync($"topic {i}");
        }

        var commands = await monitor.TakeAsync();
        commands.Should().OnlyContain(command => command.Runs(RedisScript.Join)).And.HaveCount(20);
    }

    [Fact]
    public async Task A_signal_to_another_node_is_one_publish()
    {
        using var redis = new RedisProcess();
        await using var cluster = await Cluster.StartAsync(redis, nodes: 2);
        var (ada, bob) = (await cluster[0].ConnectAsync("tea"), await cluster[1].ConnectAsync("tea"));
        await ada.NextAsync("PeerJoined");
        await using var monitor = await RedisMonitor.StartAsync(redis);

        for (var n = 0; n < 300; n++)
            (await ada.CodeOfAsync("SendMessage", "tea", bob.PeerId, n)).Should().Be("ok");

        var commands = await monitor.TakeAsync();
        var envelopes = commands.Where(command => command.Publishes(InboxMessage.Envelope)).ToArray();
        envelopes.Should().HaveCount(300).And.OnlyContain(command => command.Words[1] == cluster[1].Inbox);
        commands.Except(envelopes).Where(command => !command.Publishes(InboxMessage.Ack)).Should().BeEmpty();
    }

    [Fact]
    public async Task Signals_that_come_together_go_to_another_node_in_one_publish()
    {
        using var redis = new RedisProcess();
        await using var cluster = await Cluster.StartAsync(redis, nodes: 2);
        await using var ada = await RawClient.ConnectAsync(cluster[0].UrlWith("tea"), receiveBuffer: null);
        await ada.WelcomeAsync();
        var bob = await cluster[1].ConnectAsync("tea");
        await using var monitor = await RedisMonitor.StartAsync(redis);

        await ada.SendAsync([.. Enumerable.Range(1, 20).Select(n => RawClient.Invocation($"{n}", "SendMessage", "\"tea\"", $"\"{bob.PeerId}\"", $"{n}"))]);

        for (var n = 1; n <= 20; n++)
            (await bob.NextAsync("Message"))[2].GetInt32().Should().Be(n);
        (await monitor.TakeAsync()).Should().ContainSingle(command => command.Name == "PUBLISH");
    }

    [Fact]
    public async Task A_message_to_everyone_is_one_publish_for_each_other_node()
    {
        using var redis = new RedisProcess();
        await using var cluster = await Cluster.StartAsync(redis, nodes: 3);
        var ada = await cluster[0].ConnectAsync("tea");
        for (var i = 0; i < 6; i++)
        {
            await cluster[i % 3].ConnectAsync("tea");
            await ada.NextAsync("PeerJoined");
        }

        await using var monitor = await RedisMonitor.StartAsync(redis);

        for (var n = 0; n < 10; n++)
            await ada.InvokeAsync("SendMessage", "tea", "*", n);

        (await monitor.TakeAsync()).Where(command => command.Publishes(InboxMessage.Envelope)).GroupBy(command => command.Words[1])
            .Select(node => (node.Key, Count: node.Count())).Should().BeEquivalentTo([(cluster[1].Inbox, 10), (cluster[2].Inbox, 10)]);
    }

    [Fact]
    public async Task A_signal_to_the_same_node_costs_nothing()
    {
        using var redis = new RedisProcess();
        await using var cluster = await Cluster.StartAsync(redis, nodes: 2);
        var (ada, bob) = (await cluster[0].ConnectAsync("tea"), await cluster[0].ConnectAsync("tea"));
        await ada.NextAsync("PeerJoined");
        await using var monitor = await RedisMonitor.StartAsync(redis);

        for (var n = 0; n < 100; n++)
            await ada.InvokeAsync("SendMessage", "tea", n % 2 == 0 ? bob.PeerId : "*", n);

        (await monitor.TakeAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Every_node_has_one_subscription_whatever_its_topics_and_peers()
    {
        using var redis = new RedisProcess();
        await using var cluster = await Cluster.StartAsync(redis, nodes: 3);
        for (var i = 0; i < 30; i++)
            await cluster[i % 3].ConnectAsync("tea", $"topic {i % 7}", $"topic {i}");

        string[] inboxes = [.. cluster.Nodes.Select(node => node.Inbox)];
        Lines(redis.Run("PUBSUB", "CHANNELS")).Should().BeEquivalentTo(inboxes);
        Lines(redis.Run(["PUBSUB", "NUMSUB", .. inboxes])).Should().Equal(inboxes.SelectMany<string, string>(inbox => [inbox, "1"]));
        Lines(redis.Run("PUBSUB", "NUMPAT")).Should().Equal("0");
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
