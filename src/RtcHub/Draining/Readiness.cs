using Microsoft.Extensions.Diagnostics.HealthChecks;
using RtcHub.Backplane;

namespace RtcHub.Draining;

/// <summary>Whether a load balancer should send clients here. A node that is not ready serves those that it has.</summary>
internal sealed class Readiness(IBackplane backplane, DrainService drain) : IHealthCheck
{
    /// <summary>The tag by which the application maps this check: <c>/readyz</c>.</summary>
    public const string Tag = "ready";

    /// <summary>Why it is not ready; empty when it is.</summary>
    public IReadOnlyList<string> Reasons => drain.IsDraining ? ["draining"]
        : backplane.IsAvailable && !backplane.IsFenced ? []
        : ["the other nodes can't be reached"];

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(Reasons is [var reason, ..] ? HealthCheckResult.Unhealthy(reason) : HealthCheckResult.Healthy());
}
