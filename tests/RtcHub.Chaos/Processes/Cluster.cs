using System.Globalization;

namespace RtcHub.Chaos.Processes;

/// <summary>Where a client connects: the node it will be on, or -1 when the load balancer chooses.</summary>
internal readonly record struct Place(int Node, Uri Url);

/// <summary>The service under test: its nodes, the Redis that they share, and HAProxy before them if it was asked for.</summary>
internal sealed class Cluster : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly Uri? _entrance;
    private readonly ChildProcess? _haproxy;
    private bool _isDisposed;

    public Cluster(Settings settings)
    {
        var ports = Ports.Take(settings.Nodes + 2);
        Redis = settings.Nodes > 1 ? new Redis(ports[0], Path.Combine(settings.Folder, "redis.log")) : null;
        Nodes = [.. Enumerable.Range(0, settings.Nodes).Select(index => new Node(
            index,
            ports[index + 2],
            settings.Server ?? BuiltServer.AssemblyFile,
            Path.Combine(settings.Folder, $"node{index}.log"),
            Environment(settings)))];

        if (settings.ThroughHaproxy)
        {
            _entrance = new Uri($"ws://127.0.0.1:{ports[1]}/rtc");
            _haproxy = ChildProcess.Start(
                Path.Combine(settings.Folder, "haproxy.log"),
                "haproxy",
                ["-db", "-f", BuiltServer.RepositoryFile("deploy/haproxy/haproxy.cfg")],
                [("RTCHUB_LISTEN", $"127.0.0.1:{ports[1]}"), .. Nodes.Select(node => ($"RTCHUB_NODE{node.Index + 1}", $"127.0.0.1:{node.Port}"))]);
        }
    }

    public Redis? Redis { get; }

    public IReadOnlyList<Node> Nodes { get; }

    public async Task StartAsync()
    {
        if (Redis is not null)
            await Redis.StartAsync();
        foreach (var node in Nodes)
        {
            node.Start();
            _ = node.WatchAsync(_over.Token);
        }

        foreach (var node in Nodes)
            await node.UntilReadyAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>
    /// Where a client goes that would like that node: there if it is ready, or to another that is, and if none is, to any.
    /// </summary>
    public Place Choose(int preferred, Random random)
    {
        if (_entrance is not null)
            return new Place(-1, _entrance);

        Node[] ready = [.. Nodes.Where(node => node.IsReady)];
        var node = Nodes[preferred % Nodes.Count];
        if (!node.IsReady)
            node = ready.Length > 0 ? ready[random.Next(ready.Length)] : Nodes[random.Next(Nodes.Count)];
        return new Place(node.Index, node.Url);
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _over.Cancel();
        _haproxy?.Dispose();
        foreach (var node in Nodes)
            node.Dispose();
        Redis?.Dispose();
        _over.Dispose();
    }

    private (string, string)[] Environment(Settings settings)
    {
        (string, string)[] common =
        [
            ("RtcHub__CallsPerSecond", "0"),
            ("Logging__LogLevel__RtcHub", "Debug"), // sessions coming and going, for the one who reads a broken promise's story
            ("RtcHub__ResumeWindow", settings.ResumeWindow.ToString("c", CultureInfo.InvariantCulture)),
            // So that a gap has one cause only, a node that died.
            ("RtcHub__ReplayBufferEvents", "8192"),
            ("RtcHub__ReplayBufferBytes", "4194304"),
        ];
        return Redis is null ? common : [.. common, ("RtcHub__Redis__ConnectionString", Redis.Address)];
    }
}
