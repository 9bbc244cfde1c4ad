using System.Text.Json;
using static RtcHub.Tests.Support.JsonElements;

namespace RtcHub.Tests;

public class ConnectTests
{
    [Fact]
    public async Task Welcome_gives_an_id_a_ticket_and_the_window()
    {
        await using var hub = await TestHub.StartAsync(options => options.ResumeWindow = TimeSpan.FromSeconds(12.5));

        var ada = await hub.ConnectAsync();

        ada.Welcome.Fields().Should().BeEquivalentTo("peerId", "resumeTicket", "resumeWindowMs", "subscriptions");
        ada.PeerId.Should().MatchRegex("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", "RFC 9562 version 4");
        ada.Ticket.Length.Should().BeGreaterThanOrEqualTo(22, "128 random bits take 22 characters of base64");
        ada.Welcome.GetProperty("resumeWindowMs").GetRawText().Should().Be("12500");
        ada.Welcome.GetProperty("subscriptions").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task Every_client_has_an_id_and_a_ticket_of_its_own()
    {
        await using var hub = await TestHub.StartAsync();

        var ada = await hub.ConnectAsync();
        var bob = await hub.ConnectAsync();

        bob.PeerId.Should().NotBe(ada.PeerId);
        bob.Ticket.Should().NotBe(ada.Ticket).And.NotContain(bob.PeerId);
    }

    [Fact]
    public async Task Welcome_is_the_first_call_on_a_connection()
    {
        await using var hub = await TestHub.StartAsync();

        var raw = await hub.ConnectRawAsync("tea");

        (await raw.WelcomeAsync()).GetProperty("subscriptions").GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task First_calls_may_come_together_with_the_handshake_and_are_answered_after_the_welcome_in_their_order()
    {
        await using var hub = await TestHub.StartAsync();

        await using var raw = await RawClient.ConnectAsync(
            hub.Url,
            receiveBuffer: null,
            RawClient.Invocation("1", "Subscribe", "\"tea\"", "null"),
            RawClient.Invocation("2", "SendMessage", "\"tea\"", "\"*\"", "1"),
            RawClient.Invocation("3", "Unsubscribe", "\"tea\""));

        await raw.WelcomeAsync();
        foreach (var id in new[] { "1", "2", "3" })
        {
            var answer = Json((await raw.NextFrameAsync())!);
            (answer.GetProperty("invocationId").GetString(), answer.GetProperty("result").Code()).Should().Be((id, "ok"));
        }
    }

    [Fact]
    public async Task A_topic_in_the_query_is_subscribed_when_the_welcome_comes()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");

        var bob = await hub.ConnectAsync("tea");

        var subscription = bob.Welcome.GetProperty("subscriptions").EnumerateArray().Should().ContainSingle().Subject;
        subscription.Fields().Should().BeEquivalentTo("topic", "peers", "version", "iceServers");
        subscription.GetProperty("topic").GetString().Should().Be("tea");
        subscription.GetProperty("peers").PeerIds().Should().Equal(ada.PeerId);
        subscription.Version().Should().Be(2);
        (await ada.NextAsync("PeerJoined"))[1].PeerId().Should().Be(bob.PeerId);
        (await bob.CodeOfAsync("SendMessage", "tea", ada.PeerId, 1)).Should().Be("ok");
    }

    [Fact]
    public async Task A_repeated_topic_gives_each_once_and_leaves_refused_ones_out()
    {
        await using var hub = await TestHub.StartAsync(options => options.MaxPeersPerTopic = 1);
        await hub.ConnectAsync("crowded");

        var ada = await hub.ConnectAsync("tea", "crowded", " lead", "", new string('x', 129), "coffee", "tea");

        ada.Welcome.GetProperty("subscriptions").EnumerateArray().Select(subscription => subscription.GetProperty("topic").GetString())
            .Should().BeEquivalentTo("tea", "coffee");
    }

    [Fact]
    public async Task Topics_in_the_query_are_limited_like_any()
    {
        await using var hub = await TestHub.StartAsync(options => options.MaxTopicsPerSession = 2);

        var ada = await hub.ConnectAsync("a", "b", "c");

        ada.Welcome.GetProperty("subscriptions").GetArrayLength().Should().Be(2);
        (await ada.CodeOfAsync("Subscribe", "c", null)).Should().Be("too_many_topics");
    }

    [Fact]
    public async Task The_connection_id_is_never_shown()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);

        var peer = peers[1].Welcome.GetProperty("subscriptions")[0].GetProperty("peers")[0];

        peer.Fields().Should().BeEquivalentTo("peerId", "state", "joinedAt", "metadata");
    }

    [Fact]
    public async Task Metadata_is_null_where_none_was_given()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.ConnectAsync("tea");

        var bob = await hub.ConnectAsync("tea");

        bob.Welcome.GetProperty("subscriptions")[0].GetProperty("peers")[0].GetProperty("metadata")
            .ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task The_version_of_the_contract_may_be_named()
    {
        await using var hub = await TestHub.StartAsync();
        await using var ada = await TestPeer.ConnectAsync(new UriBuilder(hub.Url) { Query = "v=1&topic=tea&later=x" }.Uri);

        ada.Welcome.GetProperty("subscriptions").GetArrayLength().Should().Be(1);
        (await ada.InvokeAsync("SendMessage", "tea", "*", Json("{}"))).GetRawText().Should().Be("""{"code":"ok"}""");
    }
}
