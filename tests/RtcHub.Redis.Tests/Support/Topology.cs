using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RtcHub.Backplane;
using RtcHub.Redis;

namespace RtcHub.Tests.Support;

/// <summary>What the tests run against: three nodes that share a Redis.</summary>
internal static class Topology
{
    public const int Nodes = 3;

    /// <summary>Makes the nodes of a service one.</summary>
    public static void Connect(RtcHubBuilder node, string service) => node.AddRedis(options =>
    {
        options.ConnectionString = RedisProcess.Shared.ConnectionString;
        options.KeyPrefix = service + ":";
    });

    /// <summary>Where clients connect: a load balancer takes each to any node.</summary>
    public static async Task<Entrance> OpenAsync(Uri[] nodes)
    {
        var proxy = await HaproxyProcess.StartAsync(nodes, isRandom: true);
        return new Entrance(new UriBuilder(nodes[0]) { Port = proxy.Port }.Uri, proxy);
    }

    /// <summary>Returns when the nodes have found each other.</summary>
    public static Task WhenReadyAsync(IServiceProvider[] nodes) =>
        Task.WhenAll(nodes.Select(services => ((RedisBackplane)services.GetRequiredService<IBackplane>()).WhenUp));

    /// <summary>Returns when every node has had what any node sent it before.</summary>
    public static Task SettleAsync(IServiceProvider[] nodes) => Task.WhenAll(nodes.Select(services =>
    {
        var node = (RedisBackplane)services.GetRequiredService<IBackplane>();
        var inbox = new RedisKeys(services.GetRequiredService<IOptions<RedisOptions>>().Value.KeyPrefix).Inbox(node.NodeId);
        return Inbox.SettleAsync(node, () => RedisProcess.Shared.Connection.GetSubscriber().PublishAsync(inbox, new byte[] { 255 }));
    }));
}
