using static RtcHub.Tests.Support.JsonElements;

namespace RtcHub.Tests;

public class RosterTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_version_grows_by_one_with_every_change()
    {
        await using var hub = await TestHub.StartAsync();
        var watcher = await hub.ConnectAsync("tea");
        var ada = await hub.ConnectAsync("tea");
        var bob = await hub.ConnectAsync("tea");
        await bob.InvokeAsync("UpdateMetadata", "tea", Json("{}"));
        await bob.DropAsync();
        await WaitForAsync(watcher, "PeerJoined", "PeerJoined", "PeerUpdated", "PeerUpdated");
        var back = await hub.ResumeAsync(bob);
        await back.InvokeAsync("Unsubscribe", "tea");
        await ada.InvokeAsync("Bye");

        var last = await WaitForAsync(watcher, "PeerUpdated", "PeerLeft", "PeerLeft");

        last[^1].GetInt64().Should().Be(8);
        (await watcher.SubscribeAsync("tea")).Version().Should().Be(8);

        static async Task<System.Text.Json.JsonElement[]> WaitForAsync(TestPeer watcher, params string[] methods)
        {
            var arguments = Array.Empty<System.Text.Json.JsonElement>();
            foreach (var method in methods)
            {
                var version = arguments.Length == 0 ? (long?)null : arguments[^1].GetInt64();
                arguments = (await watcher.NextAsync(method)).Arguments;
                if (version is { } before)
                    arguments[^1].GetInt64().Should().Be(before + 1);
            }

            return arguments;
        }
    }

    [Fact]
    public async Task Each_topic_counts_for_itself()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.MeetAsync("tea", 5);
        var ada = await hub.ConnectAsync();

        (await ada.SubscribeAsync("coffee")).Version().Should().Be(1);
        (await ada.SubscribeAsync("tea")).Version().Should().Be(6);
    }

    [Fact]
    public async Task A_refused_call_changes_no_version()
    {
        await using var hub = await TestHub.StartAsync(options => options.MaxPeersPerTopic = 2);
        var peers = await hub.MeetAsync("tea", 2);
        await (await hub.ConnectAsync()).CodeOfAsync("Subscribe", "tea", null);
        await peers[0].CodeOfAsync("UpdateMetadata", "tea", 5);
        await peers[0].CodeOfAsync("Unsubscribe", "coffee");

        (await peers[1].SubscribeAsync("tea")).Version().Should().Be(2);
    }

    [Fact]
    public async Task A_newcomer_is_announced_before_anything_it_sends()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        var bob = await hub.ConnectAsync();

        var joining = bob.InvokeAsync("Subscribe", "tea", null);
        var sending = bob.InvokeAsync("SendMessage", "tea", "*", 1);
        await Task.WhenAll(joining, sending);

        (await ada.DrainAsync()).Select(call => call.Method).Should().Equal("PeerJoined", "Message");
    }

    [Theory]
    [InlineData("Unsubscribe")]
    [InlineData("Bye")]
    public async Task Nothing_from_a_peer_comes_after_it_left(string leave)
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);

        var calls = new[]
        {
            peers[1].InvokeAsync("SendMessage", "tea", "*", 1),
            leave == "Bye" ? peers[1].InvokeAsync("Bye") : peers[1].InvokeAsync("Unsubscribe", "tea"),
            peers[1].InvokeAsync("SendMessage", "tea", "*", 2),
            peers[1].InvokeAsync("SendOffer", "tea", peers[0].PeerId, Json("{}")),
            peers[1].InvokeAsync("UpdateMetadata", "tea", Json("{}")),
        };
        await Task.WhenAll(calls);

        (await peers[0].DrainAsync()).Select(call => call.Method).Should().Equal("Message", "PeerLeft");
    }

    [Fact]
    public async Task A_lost_connection_shows_as_interrupted_and_a_resume_as_connected()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].DropAsync();

        var interrupted = await peers[0].NextAsync("PeerUpdated");
        interrupted[1].GetRawText().Should().Be(
            $$"""{"peerId":"{{peers[1].PeerId}}","state":"interrupted","joinedAt":"2030-01-02T03:04:05Z","metadata":null}""");

        hub.Time.Advance(TimeSpan.FromSeconds(3));
        await hub.ResumeAsync(peers[1]);

        var connected = await peers[0].NextAsync("PeerUpdated");
        connected[1].GetRawText().Should().Be(interrupted[1].GetRawText().Replace("interrupted", "connected", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_newcomer_sees_who_is_interrupted()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].DropAsync();
        await peers[0].NextAsync("PeerUpdated");

        var late = await hub.ConnectAsync("tea");

        late.Welcome.GetProperty("subscriptions")[0].GetProperty("peers").EnumerateArray().Select(JsonElements.State)
            .Should().Equal("connected", "interrupted");
    }

    [Fact]
    public async Task Every_topic_is_told_of_an_interruption()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea", "coffee");
        var bob = await hub.ConnectAsync("tea", "coffee");
        await ada.DrainAsync();
        await bob.DropAsync();

        var topics = new[] { await ada.NextAsync("PeerUpdated"), await ada.NextAsync("PeerUpdated") }.Select(call => call[0].GetString());

        topics.Should().BeEquivalentTo("tea", "coffee");
    }

    [Fact]
    public async Task A_peer_times_out_when_its_window_is_over_and_not_before()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].DropAsync();
        await peers[0].NextAsync("PeerUpdated");

        hub.Time.Advance(Window - TimeSpan.FromMilliseconds(1));
        (await peers[0].DrainAsync()).Should().BeEmpty();
        (await peers[0].CodeOfAsync("SendMessage", "tea", peers[1].PeerId, 1)).Should().Be("queued");

        hub.Time.Advance(TimeSpan.FromMilliseconds(1));
        var left = await peers[0].NextAsync("PeerLeft");
        left.Arguments.Select(argument => argument.ToString()).Should().Equal("tea", peers[1].PeerId, "timeout", "4");
        (await peers[0].CodeOfAsync("SendMessage", "tea", peers[1].PeerId, 1)).Should().Be("peer_gone");
    }

    [Fact]
    public async Task A_resume_stops_the_window_and_the_next_loss_begins_a_whole_one()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].DropAsync();
        await peers[0].NextAsync("PeerUpdated");
        hub.Time.Advance(Window * 0.9);
        var back = await hub.ResumeAsync(peers[1]);
        await peers[0].NextAsync("PeerUpdated");
        hub.Time.Advance(Window * 2);
        await back.DropAsync();
        (await peers[0].NextAsync("PeerUpdated"))[1].State().Should().Be("interrupted");

        hub.Time.Advance(Window * 0.9);
        (await peers[0].DrainAsync()).Should().BeEmpty();

        hub.Time.Advance(Window * 0.1);
        (await peers[0].NextAsync("PeerLeft"))[2].GetString().Should().Be("timeout");
    }

    [Fact]
    public async Task A_silent_but_connected_peer_never_times_out()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);

        hub.Time.Advance(TimeSpan.FromHours(1));

        (await peers[0].CodeOfAsync("SendMessage", "tea", peers[1].PeerId, 1)).Should().Be("ok");
        (await peers[0].DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_topic_that_everyone_left_begins_anew()
    {
        await using var hub = await TestHub.StartAsync();
        foreach (var peer in await hub.MeetAsync("tea", 3))
            await peer.InvokeAsync("Unsubscribe", "tea");
        var ada = await hub.ConnectAsync("tea");

        var bob = await hub.ConnectAsync("tea");

        ada.Welcome.GetProperty("subscriptions")[0].GetProperty("peers").GetArrayLength().Should().Be(0);
        (await ada.NextAsync("PeerJoined"))[1].PeerId().Should().Be(bob.PeerId);
        (await bob.CodeOfAsync("SendMessage", "tea", ada.PeerId, 1)).Should().Be("ok");
    }
}
