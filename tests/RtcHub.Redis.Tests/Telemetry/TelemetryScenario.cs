namespace RtcHub.Tests.Telemetry;

/// <summary>Two real servers that share a Redis and tell a collector, and something of each kind that they measure.</summary>
public sealed class TelemetryScenario : IAsyncLifetime
{
    private static readonly TimeSpan TwentySeconds = TimeSpan.FromSeconds(20);

    /// <summary>What happens last, and what comes by itself.</summary>
    private static readonly string[] LastToCome = ["rtchub.resumes", "rtchub.backplane.round_trip"];

    private ServerProcesses _servers = null!;

    /// <summary>What the clients have said, and who they are.</summary>
    internal string[] Secrets => ["tea with a canary", "canary-sdp", .. _servers.Clients.Select(client => client.PeerId)];

    internal OtlpCollector Collector { get; private set; } = null!;

    /// <summary>What the first node answers.</summary>
    internal PrometheusText Text { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Collector = await OtlpCollector.StartAsync();
        _servers = await ServerProcesses.StartAsync(
            2,
            ("RtcHub__HandshakeReports", "true"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", Collector.Url),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_METRIC_EXPORT_INTERVAL", "500"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"),
            ("OTEL_TRACES_SAMPLER", "always_on"));

        var ada = await _servers.ConnectAsync(0, "tea with a canary");
        var bob = await _servers.ConnectAsync(1, "tea with a canary");
        var carl = await _servers.ConnectAsync(0, "tea with a canary");
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
        var back = await _servers.ConnectAsync(0);
        (await back.ResumeAsync(carl, carl.Received)).Code().Should().Be("ok");

        using var http = new HttpClient();
        await Eventually.TrueAsync(TwentySeconds, () => Collector.Spans.Length >= 6, "the collector has the traces");
        await Eventually.TrueAsync(TwentySeconds, () => LastToCome.All(Collector.Metrics.Contains), "the collector has the metrics");
        Text = new PrometheusText(await http.GetStringAsync(new Uri(_servers.Management[0], "/metrics")));
    }

    public async Task DisposeAsync()
    {
        await _servers.DisposeAsync();
        await Collector.DisposeAsync();
    }
}
