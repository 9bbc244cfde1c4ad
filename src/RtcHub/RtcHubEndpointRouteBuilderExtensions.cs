using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RtcHub;
using RtcHub.Admission;
using RtcHub.Sessions;
using RtcHub.Wire;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps RtcHub into an ASP.NET Core application.</summary>
public static class RtcHubEndpointRouteBuilderExtensions
{
    /// <summary>Clients meet at <paramref name="pattern"/>.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, <c>/rtc</c> by custom.</param>
    /// <returns>A builder for conventions such as <c>RequireAuthorization()</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddRtcHub()</c> was not called.</exception>
    public static HubEndpointConventionBuilder MapRtcHub(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern = "/rtc")
    {
        var options = endpoints.ServiceProvider.GetService<IOptions<RtcHubOptions>>();
        if (endpoints.ServiceProvider.GetService<SessionRegistry>() is null || options is null)
            throw new InvalidOperationException("MapRtcHub() needs services.AddRtcHub() before the application is built.");

        var hub = endpoints.MapHub<SignalingHub>(pattern, connection =>
        {
            connection.Transports = options.Value.AllowHttpTransports
                ? HttpTransportType.WebSockets | HttpTransportType.ServerSentEvents | HttpTransportType.LongPolling
                : HttpTransportType.WebSockets;
            connection.WebSockets.CloseTimeout = TransportWriter.CloseTimeout;
            connection.TransportMaxBufferSize = SignalingEndpoint.TransportBytes;
            connection.TransportSendTimeout = options.Value.SlowConsumerTimeout; // answers and welcomes too, which no outbox watches
        });
        hub.Add(endpoint => TakeWebSockets(endpoint, endpoints.CreateApplicationBuilder()));
        hub.Add(endpoint => PutDeadline(endpoint, options.Value.ClientTimeout));
        hub.Add(PutBehindGate);
        return hub;
    }

    private static void TakeWebSockets(EndpointBuilder endpoint, IApplicationBuilder application)
    {
        if (!endpoint.Metadata.OfType<NegotiateMetadata>().Any())
            endpoint.RequestDelegate = SignalingEndpoint.PutBefore(endpoint.RequestDelegate!, application);
    }

    private static void PutBehindGate(EndpointBuilder endpoint)
    {
        var next = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context => context.RequestServices.GetRequiredService<ConnectionGate>().InvokeAsync(context, next);
    }

    private static void PutDeadline(EndpointBuilder endpoint, TimeSpan limit)
    {
        var next = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context =>
        {
            DeadlineUpgrade.PutOn(context, limit, context.RequestServices.GetRequiredService<TimeProvider>());
            return next(context);
        };
    }
}
