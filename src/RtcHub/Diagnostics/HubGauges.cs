using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using RtcHub.Draining;
using RtcHub.Sessions;
using RtcHub.Topics;
using RtcHub.Webhooks;

namespace RtcHub.Diagnostics;

/// <summary>How this node is, looked at when somebody asks.</summary>
internal sealed class HubGauges(
    HubMetrics metrics,
    ConnectionCount connections,
    SessionRegistry sessions,
    TopicDirectory topics,
    Readiness readiness,
    DrainService drain,
    WebhookCounters webhooks) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = metrics.Meter;
        meter.CreateObservableUpDownCounter("rtchub.connections", () => connections.Value, "{connection}", "Connections.");
        meter.CreateObservableUpDownCounter("rtchub.sessions", () => sessions.Count, "{session}", "Sessions, with those that are interrupted.");
        meter.CreateObservableUpDownCounter(
            "rtchub.sessions.interrupted", () => metrics.Interrupted.Value, "{session}", "Sessions whose connection is lost.");
        meter.CreateObservableUpDownCounter("rtchub.topics", () => topics.Count, "{topic}", "Topics that sessions of this node are in.");
        meter.CreateObservableUpDownCounter("rtchub.peers", () => metrics.Peers.Value, "{peer}", "Peers of this node in topics; a session counts in each of its topics.");
        meter.CreateObservableUpDownCounter(
            "rtchub.replay.bytes", () => metrics.ReplayBytes.Value, "By", "What is kept for clients, to be sent or sent again.");
        meter.CreateObservableGauge("rtchub.ready", () => readiness.Reasons.Count == 0 ? 1 : 0, unit: null, "1 when load balancers should send clients here, else 0.");
        meter.CreateObservableGauge("rtchub.draining", () => drain.IsDraining ? 1 : 0, unit: null, "1 while the node hands its clients over, else 0.");
        meter.CreateObservableCounter("rtchub.webhooks", MeasureWebhooks, "{event}", "Webhooks that this node was to send.");
        meter.CreateObservableUpDownCounter("rtchub.webhooks.waiting", () => webhooks.QueueLength, "{event}", "Webhooks that wait.");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<long>> MeasureWebhooks() =>
    [
        Of(webhooks.Delivered, "delivered"),
        Of(webhooks.Retried, "retried"),
        Of(webhooks.Dropped, "dropped"),
    ];

    private static Measurement<long> Of(long count, string outcome) => new(count, new KeyValuePair<string, object?>("outcome", outcome));
}
