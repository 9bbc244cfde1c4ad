using Microsoft.Extensions.Diagnostics.HealthChecks;
using RtcHub.Backplane;

namespace RtcHub.Draining;

/// <summary>Whether a load balancer should send clients here. A node that is not ready serves those that it has.</summary>
internal sealed class Readiness(IBackplane backplane, DrainService drain) : IHealthCheck
{
    /// <summary>The tag by which the application maps this check: <c>/readyz</c>.</summary>
    public const string Tag = "ready";

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (drain.IsDraining)
            return Task.FromResult(HealthCheckResult.Unhealthy("draining"));
        return Task.FromResult(backplane.IsAvailable && !backplane.IsFenced
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("the other nodes can't be reached"));
    }
}
