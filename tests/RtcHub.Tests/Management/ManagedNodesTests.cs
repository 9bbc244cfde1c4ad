using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace RtcHub.Tests.Management;

/// <summary>What an operator sees of nodes, and the live feed.</summary>
public sealed class ManagedNodesTests
{
    private static Task<TestHub> StartAsync() => TestHub.StartAsync(map: app => app.MapRtcHubManagement());

    private static ManagementClient OperatorOf(TestHub hub) => new(new UriBuilder(hub.NodeUrl) { Scheme = "http" }.Uri);

    [Fact]
    public async Task The_node_that_answers_says_what_it_has()
    {
        await using var hub = await StartAsync();
        using var client = OperatorOf(hub);
        var own = new UriBuilder(hub.NodeUrl) { Query = "topic=tea" }.Uri;
        await using var ada = await TestPeer.ConnectAsync(own);
        await using var bob = await TestPeer.ConnectAsync(own);
        await bob.DropAsync();
        await ada.NextAsync("PeerJoined");
        await ada.NextAsync("PeerUpdated");

        var answer = await client.GetAsync("nodes");

        var node = answer.GetProperty("nodes").EnumerateArray().Single(node => node.GetProperty("nodeId").GetString() == answer.GetProperty("self").GetString());
        (node.GetProperty("connections").GetInt32(), node.GetProperty("sessions").GetInt32(), node.GetProperty("topics").GetInt32()).Should().Be((1, 2, 1));
        (node.GetProperty("ready").GetBoolean(), node.GetProperty("draining").GetBoolean()).Should().Be((true, false));
        node.GetProperty("reasons").GetArrayLength().Should().Be(0);
        node.GetProperty("version").GetString().Should().MatchRegex(@"^\d+\.\d+\.\d+");
        node.GetProperty("startedAt").GetDateTimeOffset().Should().Be(hub.Time.GetUtcNow());
        node.GetProperty("cpuShare").GetDouble().Should().BeInRange(0, 1);
        node.GetProperty("memoryBytes").GetInt64().Should().BePositive();
    }

    [Fact]
    public async Task A_page_that_watches_sees_a_removed_peer_go_at_the_next_look()
    {
        await using var hub = await StartAsync();
        using var client = OperatorOf(hub);
        var peers = await hub.MeetAsync("tea", 2);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await using var events = client.WatchAsync("topic=tea").GetAsyncEnumerator();
        (await NextAsync("nodes")).GetProperty("nodes").GetArrayLength().Should().BePositive();
        (await NextAsync("topic")).GetProperty("peers").PeerIds().Should().BeEquivalentTo(peers.Select(peer => peer.PeerId));

        await client.SendAsync(HttpMethod.Delete, $"topic/peers/{peers[1].PeerId}?topic=tea");
        var shown = await NextAsync("topic");

        shown.GetProperty("peers").PeerIds().Should().Equal(peers[0].PeerId);
        shown.GetProperty("topic").GetProperty("peerCount").GetInt32().Should().Be(1);
        await client.SendAsync(HttpMethod.Put, "topic/lock?topic=tea");
        (await NextAsync("topic")).GetProperty("topic").GetProperty("locked").GetBoolean().Should().BeTrue();

        async Task<JsonElement> NextAsync(string name)
        {
            while (true)
            {
                var next = events.MoveNextAsync().AsTask();
                while (!next.IsCompleted)
                {
                    timeout.Token.ThrowIfCancellationRequested();
                    hub.Time.Advance(TimeSpan.FromMilliseconds(500));
                    await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System));
                }

                (await next).Should().BeTrue();
                if (events.Current.Name == name)
                    return events.Current.Data;
            }
        }
    }
}
