using System.Globalization;
using RtcHub.Chaos.Processes;

namespace RtcHub.Tests.Support;

/// <summary>Real servers that share a Redis, and clients of theirs.</summary>
internal sealed class ServerProcesses : IAsyncDisposable
{
    private static readonly TimeSpan TwentySeconds = TimeSpan.FromSeconds(20);

    private readonly string _folder = Directory.CreateTempSubdirectory("rtchub-servers").FullName;
    private readonly List<TestPeer> _clients = [];
    private readonly CancellationTokenSource _over = new();

    public RedisProcess Redis { get; } = new();

    public Node[] Nodes { get; private set; } = [];

    /// <summary>In the order of their coming.</summary>
    public IReadOnlyList<TestPeer> Clients => _clients;

    /// <summary>The servers' management ports.</summary>
    public Uri[] Management { get; private set; } = [];

    /// <summary>So many with the same settings, when all are ready.</summary>
    public static async Task<ServerProcesses> StartAsync(int count, params (string Name, string Value)[] settings)
    {
        var servers = new ServerProcesses();
        try
        {
            await servers.RunAsync(count, settings);
            return servers;
        }
        catch
        {
            await servers.DisposeAsync();
            throw;
        }
    }

    /// <summary>Connects a client to one of them, and to a topic if one is named.</summary>
    public async Task<TestPeer> ConnectAsync(int node, string? topic = null)
    {
        var url = new UriBuilder(Nodes[node].Url) { Query = topic is null ? "" : "topic=" + Uri.EscapeDataString(topic) }.Uri;
        var client = await TestPeer.ConnectAsync(url);
        _clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        foreach (var client in _clients)
            await client.DisposeAsync();
        foreach (var node in Nodes)
            node.Dispose();
        Redis.Dispose();
        _over.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task RunAsync(int count, (string Name, string Value)[] settings)
    {
        var ports = Ports.Take(2 * count);
        Management = [.. ports[count..].Select(port => new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")))];
        Nodes = [.. Enumerable.Range(0, count).Select(index => new Node(
            index, ports[index], BuiltServer.AssemblyFile, Path.Combine(_folder, $"node{index}.log"),
            [
                ("RtcHub__Redis__ConnectionString", Redis.ConnectionString),
                ("RtcHub__Management__Url", Management[index].GetLeftPart(UriPartial.Authority)),
                .. settings,
            ]))];
        foreach (var node in Nodes)
        {
            node.Start();
            _ = node.WatchAsync(_over.Token);
        }

        foreach (var node in Nodes)
            await node.UntilReadyAsync(TwentySeconds);
    }
}
