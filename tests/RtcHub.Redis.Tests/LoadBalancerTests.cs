using Microsoft.Extensions.DependencyInjection;
using RtcHub.Sessions;

namespace RtcHub.Tests;

/// <summary>HAProxy as deployed, in front of three nodes.</summary>
public sealed class LoadBalancerTests : IAsyncLifetime
{
    private readonly List<TestPeer> _clients = [];
    private Cluster _cluster = null!;
    private HaproxyProcess _haproxy = null!;

    public async Task InitializeAsync()
    {
        _cluster = await Cluster.StartAsync(RedisProcess.Shared, nodes: 3);
        _haproxy = await HaproxyProcess.StartAsync([.. _cluster.Nodes.Select(node => new Uri(node.App.Urls.First()))]);
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        _haproxy.Dispose();
        await _cluster.DisposeAsync();
    }

    [Theory]
    [InlineData("tea")]
    [InlineData("coffee & milk")]
    [InlineData("茶/♥?=&#")]
    public async Task The_peers_of_a_topic_meet_on_one_node_whether_they_subscribe_with_it_or_name_it(string topic)
    {
        var name = Uri.EscapeDataString(topic);
        foreach (var query in new[] { $"v=1&topic={name}", $"v=1&near={name}", $"topic={name}&v=1", $"near={name}", $"near=other&topic={name}" })
            await ConnectAsync(query);

        _clients.Select(NodeOf).Distinct().Should().ContainSingle();
    }

    [Fact]
    public async Task Topics_and_clients_without_one_are_spread()
    {
        for (var i = 0; i < 6; i++)
            await ConnectAsync("v=1");
        _clients.Select(NodeOf).Distinct().Should().HaveCount(3, "without a topic it is round robin");

        for (var i = 0; i < 30; i++)
            await ConnectAsync($"v=1&topic=topic-{i}");
        _clients.Skip(6).Select(NodeOf).Distinct().Should().HaveCount(3);
    }

    private async Task ConnectAsync(string query) => _clients.Add(
        await TestPeer.ConnectAsync(new UriBuilder("ws", "127.0.0.1", _haproxy.Port, "/rtc") { Query = query }.Uri));

    private int NodeOf(TestPeer peer) => Array.FindIndex(
        _cluster.Nodes, node => node.App.Services.GetRequiredService<SessionRegistry>().TryFind(peer.PeerId, out _));
}
