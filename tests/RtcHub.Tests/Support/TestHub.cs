using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RtcHub.Tests.Support;

/// <summary>
/// The service on loopback, on as many nodes as <see cref="Topology"/> says, with the clients that a test opens, each on a
/// random node. An error in a node's log fails the test, and so does what must not be in it.
/// </summary>
internal sealed class TestHub : IAsyncDisposable
{
    private readonly WebApplication[] _nodes;
    private readonly TestLog _log = new();
    private readonly List<IAsyncDisposable> _clients = [];
    private Uri[] _nodeUrls = [];
    private Entrance? _entrance;

    private TestHub(Action<RtcHubOptions>? configure, Action<WebApplication>? map, Action<IServiceCollection>? add)
    {
        var service = Guid.NewGuid().ToString("N");
        _nodes = [.. Enumerable.Range(0, Topology.Nodes).Select(_ => Build(service, configure, map, add))];
    }

    public ManualTime Time { get; } = new();

    /// <summary>A node itself, past what is before it.</summary>
    public Uri NodeUrl => _nodeUrls[0];

    /// <summary>What the nodes have logged.</summary>
    public IReadOnlyCollection<string> LogLines => _log.Lines;

    public IServiceProvider Services => _nodes[0].Services;

    /// <summary>Where clients connect.</summary>
    public Uri Url => _entrance!.Url;

    /// <param name="configure">Changes options.</param>
    /// <param name="map">Maps what the application has besides RtcHub.</param>
    /// <param name="add">Adds services before RtcHub adds its own.</param>
    public static async Task<TestHub> StartAsync(
        Action<RtcHubOptions>? configure = null, Action<WebApplication>? map = null, Action<IServiceCollection>? add = null)
    {
        var hub = new TestHub(configure, map, add);
        await Task.WhenAll(hub._nodes.Select(node => node.StartAsync()));
        await Topology.WhenReadyAsync([.. hub._nodes.Select(node => node.Services)]);
        hub._nodeUrls = [.. hub._nodes.Select(UrlOf)];
        hub._entrance = await Topology.OpenAsync(hub._nodeUrls);
        return hub;
    }

    /// <summary>A client that has had its welcome; <paramref name="topics"/> go into the query.</summary>
    public async Task<TestPeer> ConnectAsync(params string[] topics) => Keep(await TestPeer.ConnectAsync(UrlWith(topics), SettleAsync));

    /// <summary>The same with a join token.</summary>
    public async Task<TestPeer> ConnectWithAsync(string token, params string[] topics)
    {
        var url = new UriBuilder(UrlWith(topics));
        url.Query = $"{url.Query}&access_token={token}";
        return Keep(await TestPeer.ConnectAsync(url.Uri, SettleAsync));
    }

    /// <summary>A client without a SignalR library that has done the handshake only: its next frame is the welcome.</summary>
    public async Task<RawClient> ConnectRawAsync(params string[] topics) =>
        Keep(await RawClient.ConnectAsync(UrlWith(topics), receiveBuffer: null));

    /// <summary>
    /// Like <see cref="ConnectRawAsync"/>; not much fits between it and the server while it does not read. So it connects to
    /// a node itself, past the buffers of a proxy.
    /// </summary>
    public async Task<RawClient> ConnectReluctantReaderAsync(params string[] topics) =>
        Keep(await RawClient.ConnectAsync(UrlWith(topics, _nodeUrls[Random.Shared.Next(_nodeUrls.Length)]), receiveBuffer: 4096));

    /// <summary>The session of a lost client on a new connection; the answer must be <paramref name="code"/>.</summary>
    public async Task<TestPeer> ResumeAsync(TestPeer lost, string code = "ok")
    {
        var back = await ConnectAsync();
        (await back.ResumeAsync(lost, lost.Received)).Code().Should().Be(code);
        await SettleAsync(); // the others know
        return back;
    }

    /// <summary>Clients that are all in one topic and have heard of each other.</summary>
    public async Task<TestPeer[]> MeetAsync(string topic, int count)
    {
        var peers = new List<TestPeer>();
        for (var i = 0; i < count; i++)
        {
            var peer = await ConnectAsync(topic);
            foreach (var earlier in peers)
                (await earlier.NextAsync("PeerJoined"))[1].PeerId().Should().Be(peer.PeerId);
            peers.Add(peer);
        }

        return [.. peers];
    }

    /// <summary>Returns when every node has had what any node sent it before.</summary>
    public Task SettleAsync() => Topology.SettleAsync([.. _nodes.Select(node => node.Services)]);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
            await client.DisposeAsync();
        _entrance?.Proxy?.Dispose();
        await Task.WhenAll(_nodes.Select(node => node.StopAsync()));
        foreach (var node in _nodes)
            await node.DisposeAsync();
        _log.AssertClean();
    }

    private WebApplication Build(
        string service, Action<RtcHubOptions>? configure, Action<WebApplication>? map, Action<IServiceCollection>? add)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(_log).SetMinimumLevel(LogLevel.Trace);
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None); // not ready is an error there
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(Time);
        add?.Invoke(builder.Services);
        Topology.Connect(builder.Services.AddRtcHub(configure), service);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var node = builder.Build();
        node.MapRtcHub();
        node.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") });
        map?.Invoke(node);
        return node;
    }

    private static Uri UrlOf(WebApplication node)
    {
        var addresses = node.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new UriBuilder(addresses.Addresses.First()) { Scheme = "ws", Path = "/rtc" }.Uri;
    }

    private Uri UrlWith(string[] topics, Uri? node = null) =>
        new UriBuilder(node ?? Url) { Query = string.Join('&', topics.Select(topic => "topic=" + Uri.EscapeDataString(topic))) }.Uri;

    private T Keep<T>(T client)
        where T : IAsyncDisposable
    {
        lock (_clients)
            _clients.Add(client);
        return client;
    }
}
