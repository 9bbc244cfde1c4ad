using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RtcHub.Wire;

/// <summary>SignalR's own, with <see cref="SignalingProtocol"/>, and a <see cref="DeadlineReader"/> before it.</summary>
internal sealed class SignalingConnectionHandler(
    HubLifetimeManager<SignalingHub> lifetimeManager,
    SignalingProtocolResolver protocolResolver,
    IOptions<HubOptions> globalHubOptions,
    IOptions<HubOptions<SignalingHub>> hubOptions,
    ILoggerFactory loggerFactory,
    IUserIdProvider userIdProvider,
    IServiceScopeFactory serviceScopeFactory,
    IOptions<RtcHubOptions> options,
    TimeProvider time)
    : HubConnectionHandler<SignalingHub>(
        lifetimeManager, protocolResolver, globalHubOptions, hubOptions, loggerFactory, userIdProvider, serviceScopeFactory)
{
    public override Task OnConnectedAsync(ConnectionContext connection)
    {
        var request = connection.GetHttpContext()?.Features.Get<IHttpRequestLifetimeFeature>();
        var input = new DeadlineReader(connection.Transport.Input, options.Value.ClientTimeout, time, () => Cut(connection, request));
        connection.Transport = new Duplex(input, connection.Transport.Output);
        (connection as SignalingConnection)?.ReadBy(input);
        return base.OnConnectedAsync(connection);
    }

    private static void Cut(ConnectionContext connection, IHttpRequestLifetimeFeature? request)
    {
        request?.Abort();
        try
        {
            connection.Abort(); // for transports with a request for each message
        }
        catch (ObjectDisposedException)
        {
            // it has just ended by itself
        }
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
