using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using RtcHub.Diagnostics;
using RtcHub.Draining;

namespace RtcHub.Admission;

/// <summary>What every request to the hub passes before anything is made for it: an upgrade, a negotiation, a poll.</summary>
internal sealed class ConnectionGate(
    OriginPolicy origins, ConnectionLimits limits, DrainService drain, HubMetrics metrics, ILogger<ConnectionGate> logger)
{
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!origins.Allows(context.Request))
        {
            logger.OriginRefused();
            metrics.OnRefusedConnection(ConnectionRefusal.Origin);
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        if (drain.IsDraining)
        {
            metrics.OnRefusedConnection(ConnectionRefusal.Draining);
            // a load balancer that did not notice yet tries the next
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var address = ClientAddress.Of(context.Connection.RemoteIpAddress);
        if (limits.TryEnter(address, begins: StringValues.IsNullOrEmpty(context.Request.Query["id"])) is { } refusal)
        {
            logger.ConnectionOverLimit(refusal.Status);
            metrics.OnRefusedConnection(ConnectionRefusal.Limit);
            Refuse(context.Response, refusal);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            limits.Leave(address);
        }
    }

    private static void Refuse(HttpResponse response, ConnectionLimits.Refusal refusal)
    {
        response.StatusCode = refusal.Status;
        if (refusal.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }
}
