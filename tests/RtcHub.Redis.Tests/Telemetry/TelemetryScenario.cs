using System.Globalization;
using RtcHub.Chaos.Processes;

namespace RtcHub.Tests.Telemetry;

/// <summary>Two real servers that share a Redis and tell a collector, and something of each kind that they measure.</summary>
public sealed class TelemetryScenario : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan TwentySeconds = TimeSpan.FromSeconds(20);

    /// <summary>What happens last, and what comes by itself.</summary>
    private static readonly string[] LastToCome = ["rtchub.resumes", "rtchub.backplane.round_trip"];

    private readonly string _folder = Directory.CreateTempSubdirectory("rtchub-telemetry").FullName;
    private readonly RedisProcess _redis = new();
    private readonly List<TestPeer> _clients = [];
    private readonly CancellationTokenSource _over = new();
    private Node[] _nodes = [];

    /// <summary>What the clients have said, and who they are.</summary>
    internal string[] Secrets => ["tea with a canary", "canary-sdp", .. _clients.Select(client => client.PeerId)];

    internal OtlpCollector Collector { get; private set; } = null!;

    /// <summary>What the first node answers.</summary>
    internal PrometheusText Text { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Collector = await OtlpCollector.StartAsync();
        var ports = Ports.Take(4);
        _nodes = [.. Enumerable.Range(0, 2).Select(index => StartNode(index, ports[index], ports[2 + index]))];
        foreach (var node in _nodes)
            await node.UntilReadyAsync(TwentySeconds);

        var ada = await ConnectAsync(0, "tea with a canary");
        var bob = await ConnectAsync(1, "tea with a canary");
        var carl = await ConnectAsync(0, "tea with a canary");
        await bob.NextAsync("PeerJoined");
        foreach (var receiver in new[] { bob, carl })
        {
            (await ada.CodeOfAsync("SendOffer", "tea with a canary", receiver.PeerId, new { type = "offer", sdp = "canary-sdp" })).Should().Be("ok");
            await receiver.NextAsync("Offer");
        }

        (await ada.CodeOfAsync("SendOffer", "another topic", bob.PeerId, new { })).Should().Be("not_subscribed");
        (await ada.CodeOfAsync("ReportHandshake", new { outcome = "connected", offeredMs = 5, answeredMs = 40, endedMs = 300, relayed = true })).Should().Be("ok");
        (await ada.CodeOfAsync("ReportHandshake", new { outcome = "failed", endedMs = 15_000 })).Should().Be("ok");
        await carl.DropAsync();
        var back = await ConnectAsync(0);
        (await back.ResumeAsync(carl, carl.Received)).Code().Should().Be("ok");

        using var http = new HttpClient();
        await Eventually.TrueAsync(TwentySeconds, () => Collector.Spans.Length >= 6, "the collector has the traces");
        await Eventually.TrueAsync(TwentySeconds, () => LastToCome.All(Collector.Metrics.Contains), "the collector has the metrics");
        Text = new PrometheusText(await http.GetStringAsync(new Uri($"http://127.0.0.1:{ports[2]}/metrics")));
    }

    public async Task DisposeAsync()
    {
        await _over.CancelAsync();
        foreach (var client in _clients)
            await client.DisposeAsync();
        foreach (var node in _nodes)
            node.Dispose();
        await Collector.DisposeAsync();
    }

    public void Dispose()
    {
        _redis.Dispose();
        _over.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Node StartNode(int index, int port, int managementPort)
    {
        var node = new Node(index, port, BuiltServer.AssemblyFile, Path.Combine(_folder, $"node{index}.log"),
        [
            ("RtcHub__Redis__ConnectionString", _redis.ConnectionString),
            ("RtcHub__Management__Url", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{managementPort}")),
            ("RtcHub__HandshakeReports", "true"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", Collector.Url),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"),
            ("OTEL_TRACES_SAMPLER", "always_on"),
        ]);
        node.Start();
        _ = node.WatchAsync(_over.Token);
        return node;
    }

    private async Task<TestPeer> ConnectAsync(int node, string? topic = null)
    {
        var url = new UriBuilder(_nodes[node].Url) { Query = topic is null ? "" : "topic=" + Uri.EscapeDataString(topic) }.Uri;
        var client = await TestPeer.ConnectAsync(url);
        _clients.Add(client);
        return client;
    }
}
