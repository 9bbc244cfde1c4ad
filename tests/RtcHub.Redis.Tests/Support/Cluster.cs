using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RtcHub.Backplane;
using RtcHub.Redis;

namespace RtcHub.Tests.Support;

/// <summary>
/// Nodes that share a Redis, in real time, where the test says which node a client is on. An error in a node's log fails
/// the test, and so does what must not be in it.
/// </summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly TestLog _log = new();
    private readonly RedisProcess[] _redis;

    private Cluster(RedisProcess[] redis, int nodes, Action<RtcHubOptions>? configure)
    {
        _redis = redis;
        var service = Guid.NewGuid().ToString("N");
        Nodes = [.. Enumerable.Range(0, nodes).Select(_ => Build(service, configure))];
    }

    public ClusterNode[] Nodes { get; }

    public ClusterNode this[int node] => Nodes[node];

    public static Task<Cluster> StartAsync(RedisProcess redis, int nodes, Action<RtcHubOptions>? configure = null) =>
        StartAsync([redis], nodes, configure);

    /// <summary>As above, with topics spread over several Redis servers.</summary>
    public static async Task<Cluster> StartAsync(RedisProcess[] redis, int nodes, Action<RtcHubOptions>? configure = null)
    {
        var cluster = new Cluster(redis, nodes, configure);
        await Task.WhenAll(cluster.Nodes.Select(node => node.App.StartAsync()));
        await cluster.WhenUpAsync(TimeSpan.FromSeconds(10));
        return cluster;
    }

    /// <summary>Returns when every node is part of the service.</summary>
    public Task WhenUpAsync(TimeSpan timeout) =>
        Eventually.TrueAsync(timeout, () => Nodes.All(node => node.Backplane.IsAvailable), "every node is part of the service");

    /// <summary>Returns when every node has noticed that Redis is away.</summary>
    public Task WhenAwayAsync() =>
        Eventually.TrueAsync(TimeSpan.FromSeconds(5), () => !Nodes.Any(node => node.Backplane.IsAvailable), "every node has noticed");

    /// <summary>Returns when every node knows that there are others.</summary>
    public Task WhenAcquaintedAsync() =>
        Eventually.TrueAsync(TimeSpan.FromSeconds(10), () => Nodes.All(node => node.Backplane.HasOtherNodes), "every node knows of others");

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
            await node.CloseClientsAsync();
        await Task.WhenAll(Nodes.Select(node => node.StopAsync()));
        foreach (var node in Nodes)
            await node.App.DisposeAsync();
        _log.AssertClean();
    }

    private ClusterNode Build(string service, Action<RtcHubOptions>? configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(_log).SetMinimumLevel(LogLevel.Trace);
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None); // not ready is an error there
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        var hub = builder.Services.AddRtcHub(options =>
        {
            options.CallsPerSecond = 0;
            configure?.Invoke(options);
        });
        hub.AddRedis(options =>
        {
            options.KeyPrefix = service + ":";
            foreach (var redis in _redis)
                options.ConnectionStrings.Add(redis.ConnectionString);
        });
        var app = builder.Build();
        app.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
        app.MapRtcHub();
        app.MapRtcHubManagement();
        return new ClusterNode(app, _redis, service);
    }
}

/// <summary>One node, and the clients that a test opens on it.</summary>
internal sealed class ClusterNode(WebApplication app, RedisProcess[] redis, string service)
{
    private readonly List<TestPeer> _clients = [];
    private Task? _stopping;

    public WebApplication App => app;

    public RedisBackplane Backplane { get; } = (RedisBackplane)app.Services.GetRequiredService<IBackplane>();

    public RedisKeys Keys { get; } = new(service + ":");

    /// <summary>The only channel that it listens to.</summary>
    public string Inbox => $"{service}:node:{Backplane.NodeId}";

    /// <summary>A client that has had its welcome.</summary>
    public async Task<TestPeer> ConnectAsync(params string[] topics)
    {
        var client = await TestPeer.ConnectAsync(UrlWith(topics), SettleAsync);
        _clients.Add(client);
        return client;
    }

    /// <summary>Where a client connects that is in these topics at once.</summary>
    public Uri UrlWith(params string[] topics) => new UriBuilder(app.Urls.First())
    {
        Scheme = "ws",
        Path = "/rtc",
        Query = string.Join('&', topics.Select(topic => "topic=" + Uri.EscapeDataString(topic))),
    }.Uri;

    /// <summary>The session of another client on a new connection to this node; the answer must be <paramref name="code"/>.</summary>
    public async Task<TestPeer> ResumeAsync(TestPeer lost, string code = "ok")
    {
        var back = await ConnectAsync();
        (await back.ResumeAsync(lost, lost.Received)).Code().Should().Be(code);
        return back;
    }

    /// <summary>How it answers a request without a WebSocket.</summary>
    public async Task<HttpStatusCode> GetAsync(string path)
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(new Uri(app.Urls.First()), path));
        return response.StatusCode;
    }

    /// <summary>Returns when this node has had what was sent to it before.</summary>
    public Task SettleAsync() => Support.Inbox.SettleAsync(Backplane, [.. redis.Select(server => (Func<Task>)(() =>
    {
        server.Run("PUBLISH", Inbox, "not of any version");
        return Task.CompletedTask;
    }))]);

    /// <summary>As on SIGTERM: it drains, and stops.</summary>
    public Task StopAsync() => _stopping ??= Task.Run(() => app.StopAsync());

    public async Task CloseClientsAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
    }
}
