namespace RtcHub.Tests.Support;

/// <summary>What the tests run against: one node. Other projects run the same tests against more.</summary>
internal static class Topology
{
    public const int Nodes = 1;

    /// <summary>Makes the nodes of a service one.</summary>
    public static void Connect(RtcHubBuilder node, string service) => _ = (node, service);

    /// <summary>Where clients connect.</summary>
    public static Task<Entrance> OpenAsync(Uri[] nodes) => Task.FromResult(new Entrance(nodes[0], Proxy: null));

    /// <summary>Returns when the nodes have found each other.</summary>
    public static Task WhenReadyAsync(IServiceProvider[] nodes) => Task.CompletedTask;

    /// <summary>Returns when every node has had what any node sent it before.</summary>
    public static Task SettleAsync(IServiceProvider[] nodes) => Task.CompletedTask;
}
