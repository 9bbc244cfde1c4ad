using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using static RtcHub.Tests.Support.JoinTokens;

namespace RtcHub.Tests.Management;

/// <summary>What an operator sees of peers, on whichever node they are, and how one is taken out.</summary>
public sealed class ManagedPeersTests
{
    private static Task<TestHub> StartAsync(Action<RtcHubOptions>? configure = null) =>
        TestHub.StartAsync(configure, map: app => app.MapRtcHubManagement());

    private static ManagementClient OperatorOf(TestHub hub) => new(new UriBuilder(hub.NodeUrl) { Scheme = "http" }.Uri);

    [Fact]
    public async Task Peers_are_shown_with_what_the_others_see_and_what_only_the_service_knows()
    {
        await using var hub = await StartAsync(Require);
        using var client = OperatorOf(hub);
        var mod = await hub.ConnectWithAsync(TokenOf(hub.Time, "mod", TopicGrants.Moderate | TopicGrants.Message, metadata: """{"name":"Mo"}"""), "tea");
        await mod.InvokeAsync("LockTopic", "tea", true);
        hub.Time.Advance(TimeSpan.FromSeconds(1));
        var spy = await hub.ConnectWithAsync(TokenOf(hub.Time, "spy", TopicGrants.Hidden | TopicGrants.Moderate), "tea");
        await spy.DropAsync();
        await Eventually.TrueAsync(
            TimeSpan.FromSeconds(10), async () => (await PeersAsync())[1].State() == "interrupted", "it is known that the spy is gone");

        var peers = await PeersAsync();

        peers[0].Fields().Should().BeEquivalentTo("topic", "peerId", "state", "joinedAt", "metadata", "nodeId", "grants", "userId", "locks");
        (peers[0].PeerId(), peers[0].State(), peers[0].GetProperty("userId").GetString()).Should().Be((mod.PeerId, "connected", "mod"));
        (peers[0].GetProperty("topic").GetString(), peers[0].GetProperty("locks").GetBoolean()).Should().Be(("tea", true));
        peers[0].GetProperty("metadata").GetRawText().Should().Be("""{"name":"Mo"}""");
        peers[0].GetProperty("grants").GetRawText().Should().Be("""["message","moderate"]""");
        (peers[1].PeerId(), peers[1].GetProperty("hidden").GetBoolean()).Should().Be((spy.PeerId, true));
        peers[1].GetProperty("joinedAt").GetDateTime().Should().BeAfter(peers[0].GetProperty("joinedAt").GetDateTime());

        async Task<List<JsonElement>> PeersAsync() =>
            [.. (await client.GetAsync("topic/peers?topic=tea")).GetProperty("peers").EnumerateArray()];
    }

    [Fact]
    public async Task The_peers_of_all_topics_are_read_page_by_page_each_once_whoever_leaves_meanwhile()
    {
        await using var hub = await StartAsync();
        using var client = OperatorOf(hub);
        var expected = new List<(string, string)>();
        foreach (var topic in new[] { "coffee", "milk", "tea" })
        {
            for (var i = 0; i < 4; i++)
            {
                hub.Time.Advance(TimeSpan.FromMilliseconds(1));
                expected.Add((topic, (await hub.ConnectAsync(topic)).PeerId));
            }
        }

        foreach (var limit in new[] { 1, 3, 4, 5, 12, 100 })
            (await client.ReadAllAsync("peers", "peers", limit)).Select(Identity).Should().Equal(expected);
        (await client.ReadAllAsync("topic/peers?topic=milk", "peers", limit: 3)).Select(Identity).Should().Equal(expected[4..8]);

        var first = await client.GetAsync("peers?limit=5");
        await client.SendAsync(HttpMethod.Delete, $"topic/peers/{expected[4].Item2}?topic=milk"); // where the next page goes on
        var rest = await client.GetAsync($"peers?after={first.GetProperty("next").GetString()}");
        rest.GetProperty("peers").EnumerateArray().Select(Identity).Should().Equal(expected[5..]);
    }

    [Fact]
    public async Task A_peer_that_is_removed_is_told_and_so_are_the_others()
    {
        await using var hub = await StartAsync();
        using var client = OperatorOf(hub);
        var peers = await hub.MeetAsync("tea", 3);

        (await client.SendAsync(HttpMethod.Delete, $"topic/peers/{peers[1].PeerId}?topic=tea")).Status.Should().Be(204);

        (await peers[1].NextAsync("Removed")).Arguments.Select(argument => argument.GetString()).Should().Equal("tea", "removed");
        (await peers[2].NextAsync("PeerLeft"))[2].GetString().Should().Be("removed");
        (await peers[1].CodeOfAsync("SendMessage", "tea", "*", 1)).Should().Be("not_subscribed");
        var (status, problem) = await client.SendAsync(HttpMethod.Delete, $"topic/peers/{peers[1].PeerId}?topic=tea");
        (status, problem.Code()).Should().Be((404, "peer_gone"));
    }

    [Fact]
    public async Task A_page_of_another_list_is_no_place_to_go_on()
    {
        await using var hub = await StartAsync();
        using var client = OperatorOf(hub);
        await hub.MeetAsync("tea", 2);
        var next = (await client.GetAsync("topic/peers?topic=tea&limit=1")).GetProperty("next").GetString();

        (await client.SendAsync(HttpMethod.Get, $"topic/peers?topic=coffee&after={next}")).Status.Should().Be(400);
        (await client.SendAsync(HttpMethod.Get, $"topic/peers?topic=tea&after={next}")).Status.Should().Be(200);
    }

    private static (string, string) Identity(JsonElement peer) => (peer.GetProperty("topic").GetString()!, peer.PeerId());
}
