namespace RtcHub.Tests;

public class UnsubscribeTests
{
    [Fact]
    public async Task Those_who_stay_hear_that_the_peer_left()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);

        var answer = await peers[1].InvokeAsync("Unsubscribe", "tea");

        answer.GetRawText().Should().Be("""{"code":"ok"}""");
        var left = await peers[0].NextAsync("PeerLeft");
        left.Arguments.Select(argument => argument.GetRawText())
            .Should().Equal("\"tea\"", $"\"{peers[1].PeerId}\"", "\"left\"", "3");
    }

    [Fact]
    public async Task Leaving_a_topic_that_one_is_not_in_is_ok()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        var bob = await hub.ConnectAsync();

        (await bob.InvokeAsync("Unsubscribe", "tea")).GetRawText().Should().Be("""{"code":"ok"}""");
        (await ada.DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Who_left_hears_nothing_more_of_the_topic()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].InvokeAsync("Unsubscribe", "tea");

        await peers[0].InvokeAsync("SendMessage", "tea", "*", 1);
        await hub.ConnectAsync("tea");

        (await peers[1].DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Other_topics_are_not_touched()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea", "coffee");
        var bob = await hub.ConnectAsync("tea", "coffee");
        await ada.DrainAsync();

        await bob.InvokeAsync("Unsubscribe", "tea");

        (await bob.CodeOfAsync("SendMessage", "coffee", ada.PeerId, 1)).Should().Be("ok");
        (await ada.DrainAsync()).Select(call => call.Method + " " + call[0].GetString())
            .Should().BeEquivalentTo("PeerLeft tea", "Message coffee");
    }

    [Fact]
    public async Task One_may_come_back_as_the_last_to_join()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 3);
        await peers[0].InvokeAsync("Unsubscribe", "tea");

        await peers[0].SubscribeAsync("tea");

        (await hub.ConnectAsync("tea")).Welcome.GetProperty("subscriptions")[0].GetProperty("peers").PeerIds()
            .Should().Equal(peers[1].PeerId, peers[2].PeerId, peers[0].PeerId);
    }
}
