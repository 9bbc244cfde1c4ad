using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RtcHub.Sessions;

namespace RtcHub.Wire;

/// <summary>
/// Takes WebSockets straight to the hub. Beside SignalR's own way there are no pipes and no queues between, which halves
/// what a signal costs and what an idle client holds (decision 0010); negotiation and the other transports still go it.
/// </summary>
internal sealed class SignalingEndpoint(
    HubConnectionHandler<SignalingHub> hub, SessionOpening opening, Heartbeat heartbeat, IOptions<RtcHubOptions> options, TimeProvider time)
{
    /// <summary>How much may wait for a connection before what writes to it waits too, and with it who enters a topic.</summary>
    public const int TransportBytes = 16_384;

    /// <summary>Pings are the hub's.</summary>
    private static readonly WebSocketAcceptContext Accept = new() { KeepAliveInterval = Timeout.InfiniteTimeSpan };

    /// <summary>Puts it before what SignalR has mapped.</summary>
    public static RequestDelegate PutBefore(RequestDelegate next, IApplicationBuilder application)
    {
        application.UseWebSockets();
        application.Run(context => context.WebSockets.IsWebSocketRequest && !context.Request.Query.ContainsKey("id")
            ? context.RequestServices.GetRequiredService<SignalingEndpoint>().RunAsync(context)
            : next(context));
        return application.Build();
    }

    private async Task RunAsync(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync(Accept);
        var connection = new SignalingConnection(http, socket, TransportBytes, options.Value, time);
        using (heartbeat.Add(connection))
        {
            var opened = opening.OpenAsync(http, new Visitor(connection.Features, http.User, http.RequestAborted));
            connection.Features.Set(opened);
            var receiving = connection.ReceiveAsync();
            await hub.OnConnectedAsync(connection);
            await connection.StopReceivingAsync();
            await AbandonAsync(opened);
            await connection.Sent.FinishAsync();
            await AwaitCloseAsync(http, receiving);
        }
    }

    /// <summary>If it never came to the end of the handshake, nobody else knows of the session.</summary>
    private static async Task AbandonAsync(Task<OpenedSession> opening)
    {
        await ((Task)opening).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // the hub has met the same error, and logged it
        if (opening.IsCompletedSuccessfully)
            await (await opening).Session.AbandonAsync();
    }

    /// <summary>The client was told that it is over, and says the same.</summary>
    private async Task AwaitCloseAsync(HttpContext http, Task receiving)
    {
        try
        {
            await receiving.WaitAsync(TransportWriter.CloseTimeout, time);
        }
        catch (TimeoutException)
        {
            http.Abort();
            await receiving;
        }
    }
}
