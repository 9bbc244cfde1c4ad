using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using RtcHub.Diagnostics;

namespace RtcHub.Server;

/// <summary>
/// Hands out what the hub measures: in Prometheus' text on the management port, and by OTLP where the standard environment
/// says so. Nothing goes out but what is named here, and no label that grows with clients.
/// </summary>
internal static class Telemetry
{
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Sampler = "OTEL_TRACES_SAMPLER";
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>A trace for each signal would cost more than relaying it.</summary>
    private const double TracedShare = 0.01;

    /// <summary>What may be said of connections: not which of the server's addresses they came to.</summary>
    private static readonly string[] KestrelTags = ["error.type", "network.protocol.name", "network.protocol.version", "tls.protocol.version"];

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.Clear().AddService("rtchub").AddTelemetrySdk().AddEnvironmentVariableDetector())
            .WithMetrics(metrics => metrics
                .AddMeter(HubMetrics.Name, Kestrel, "Microsoft.AspNetCore.Http.Connections", "System.Runtime")
                .AddView(instrument => instrument.Meter.Name == Kestrel ? new MetricStreamConfiguration { TagKeys = KestrelTags } : null)
                .AddPrometheusExporter(prometheus => prometheus.ScopeInfoEnabled = false));
        if (string.IsNullOrEmpty(builder.Configuration[OtlpEndpoint]))
            return;

        telemetry.WithTracing(tracing =>
        {
            tracing.AddSource(HubMetrics.Name);
            if (string.IsNullOrEmpty(builder.Configuration[Sampler]))
                tracing.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(TracedShare)));
        });
        telemetry.UseOtlpExporter();
    }
}
