using static RtcHub.Tests.Support.JsonElements;

namespace RtcHub.Tests;

public class SpoofingTests
{
    private static readonly string[] SendMethods = ["SendOffer", "SendAnswer", "SendCandidate", "SendMessage"];

    [Fact]
    public async Task From_is_the_sender_whatever_the_payload_says()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 3);
        var payload = Json($$"""{"from":"{{peers[2].PeerId}}","peerId":"{{peers[2].PeerId}}"}""");

        foreach (var method in SendMethods)
            await peers[0].InvokeAsync(method, "tea", peers[1].PeerId, payload);
        await peers[0].InvokeAsync("SendMessage", "tea", "*", payload);

        var received = (await peers[1].DrainAsync()).Where(call => !call.Method.StartsWith("Peer", StringComparison.Ordinal)).ToArray();
        received.Should().HaveCount(5);
        received.Should().AllSatisfy(call => call[1].GetString().Should().Be(peers[0].PeerId));
    }

    [Fact]
    public async Task A_further_argument_for_a_sender_is_an_error_and_reaches_nobody()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 3);
        await peers[1].DrainAsync();

        foreach (var method in SendMethods)
        {
            var call = () => peers[0].InvokeAsync(method, "tea", peers[1].PeerId, Json("{}"), peers[2].PeerId);
            await call.Should().ThrowAsync<Microsoft.AspNetCore.SignalR.HubException>();
        }

        (await peers[1].DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Fields_of_the_frame_that_name_a_sender_are_ignored()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        var raw = await hub.ConnectRawAsync("tea");
        var self = (await raw.WelcomeAsync()).PeerId();
        await peers[0].NextAsync("PeerJoined");

        await raw.SendAsync(
            $$"""{"from":"{{peers[1].PeerId}}","headers":{"from":"{{peers[1].PeerId}}"},"type":1,"target":"SendMessage","arguments":["tea","{{peers[0].PeerId}}",1]}""");

        (await peers[0].NextAsync("Message"))[1].GetString().Should().Be(self);
    }

    [Fact]
    public async Task The_services_own_calls_cannot_be_called_by_a_client()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        string[] methods =
        [
            "Offer", "Message", "PeerLeft", "Roster", "Welcome", "GoAway",
            "OnConnectedAsync", "OnDisconnectedAsync", "Dispose", "get_Context", "get_Clients", "ToString",
        ];

        foreach (var method in methods)
        {
            var call = () => peers[0].InvokeAsync(method, "tea", peers[1].PeerId, 1);
            await call.Should().ThrowAsync<Microsoft.AspNetCore.SignalR.HubException>(method);
        }

        (await peers[1].DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Sends_before_subscribe_and_after_unsubscribe_reach_nobody()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        var bob = await hub.ConnectAsync();

        await RefusedAsync();
        await bob.SubscribeAsync("tea");
        await bob.InvokeAsync("Unsubscribe", "tea");
        await RefusedAsync();

        (await ada.DrainAsync()).Select(call => call.Method).Should().Equal("PeerJoined", "PeerLeft");

        async Task RefusedAsync()
        {
            foreach (var method in SendMethods)
                (await bob.InvokeAsync(method, "tea", ada.PeerId, Json("{}"))).GetRawText().Should().Be("""{"code":"not_subscribed"}""");
            (await bob.CodeOfAsync("SendMessage", "tea", "*", 1)).Should().Be("not_subscribed");
        }
    }

    [Fact]
    public async Task Sends_across_topics_reach_nobody()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        var bob = await hub.ConnectAsync("coffee");

        foreach (var method in SendMethods)
        {
            (await bob.CodeOfAsync(method, "coffee", ada.PeerId, Json("{}"))).Should().Be("peer_gone");
            (await bob.CodeOfAsync(method, "tea", ada.PeerId, Json("{}"))).Should().Be("not_subscribed");
        }

        (await ada.DrainAsync()).Should().BeEmpty();
    }
}
