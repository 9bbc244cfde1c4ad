using System.Diagnostics;
using System.Net;

namespace RtcHub.Bench;

/// <summary>A service that runs: on one node, on several that share a Redis, or somewhere else.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly IPEndPoint[] _nodes;
    private readonly ProcessUsage[] _usages;
    private readonly IReadOnlyList<IAsyncDisposable> _started;

    private RunningService(Service service, IPEndPoint[] nodes, ProcessUsage[] usages, ProcessUsage? redis, IReadOnlyList<IAsyncDisposable> started) =>
        (Service, _nodes, _usages, Redis, _started) = (service, nodes, usages, redis, started);

    public Service Service { get; }

    /// <summary>The Redis beside the nodes, if there is one.</summary>
    public ProcessUsage? Redis { get; }

    /// <summary>Whether it is known what its processes use.</summary>
    public bool IsMetered => _usages.Length > 0;

    /// <summary>Of all nodes.</summary>
    public TimeSpan CpuTime => TimeSpan.FromTicks(_usages.Sum(usage => usage.CpuTime.Ticks));

    /// <summary>Of all nodes.</summary>
    public double ResidentMiB => _usages.Sum(usage => usage.ResidentMiB);

    /// <summary>Starts a service on so many nodes, with a Redis if they are several.</summary>
    public static async Task<RunningService> StartAsync(Service service, int nodes)
    {
        var redis = nodes > 1 ? await RedisProcess.StartAsync() : null;
        var settings = redis is null ? service.Settings : [.. service.Settings, (service.RedisSetting!, redis.Address)];
        var servers = new ServerProcess[nodes];
        for (var node = 0; node < nodes; node++)
            servers[node] = await ServerProcess.StartAsync(service.Name, Cores.PinNode(service.Command), settings);
        return new RunningService(
            service,
            [.. servers.Select(server => server.EndPoint)],
            [.. servers.Select(server => server.Usage)],
            redis?.Usage,
            redis is null ? servers : [.. servers, redis]);
    }

    /// <summary>One that somebody else has started: where its nodes are, and their processes if they are on this machine.</summary>
    public static async Task<RunningService> AtAsync(Service service, IEnumerable<Uri> urls, IEnumerable<int> processes)
    {
        var nodes = new List<IPEndPoint>();
        foreach (var url in urls)
            nodes.Add(new IPEndPoint((await Dns.GetHostAddressesAsync(url.Host, System.Net.Sockets.AddressFamily.InterNetwork))[0], url.Port));
        return new RunningService(service, [.. nodes], [.. processes.Select(id => new ProcessUsage(Process.GetProcessById(id)))], redis: null, []);
    }

    /// <summary>A peer of the first node.</summary>
    public LoadPeer NewPeer() => Service.NewPeer(_nodes[0]);

    /// <summary>A peer as far from the others as can be: of the last node.</summary>
    public LoadPeer NewFarPeer() => Service.NewPeer(_nodes[^1]);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _started)
            await process.DisposeAsync();
    }
}
