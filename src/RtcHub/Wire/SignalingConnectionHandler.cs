using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RtcHub.Diagnostics;
using RtcHub.Sessions;

namespace RtcHub.Wire;

/// <summary>
/// SignalR's own, with <see cref="SignalingProtocol"/>, and deadlines for what a client sends (<see cref="DeadlineReader"/>)
/// and takes (<see cref="DeadlineWriter"/>).
/// </summary>
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
    private readonly ILogger _logger = loggerFactory.CreateLogger<SignalingConnectionHandler>();

    public override Task OnConnectedAsync(ConnectionContext connection)
    {
        var input = new DeadlineReader(connection.Transport.Input, options.Value.ClientTimeout, time, () => Cut(connection));
        var output = new DeadlineWriter(connection.Transport.Output, options.Value.SlowConsumerTimeout, time, () => CutSlowConsumer(connection));
        connection.Transport = new Duplex(input, output);
        return base.OnConnectedAsync(connection);
    }

    private void CutSlowConsumer(ConnectionContext connection)
    {
        if (connection.Features.Get<Session>() is { } session)
            _logger.SlowConsumerCut(session.PeerId);
        Cut(connection);
    }

    private static void Cut(ConnectionContext connection)
    {
        connection.Abort();
        connection.Features.Get<IHttpRequestLifetimeFeature>()?.Abort(); // kept by the session, if there is one yet
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
