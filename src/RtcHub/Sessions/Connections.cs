using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace RtcHub.Sessions;

/// <summary>What a session does to the connection below SignalR.</summary>
internal static class Connections
{
    /// <summary>
    /// Ends a connection at once, also one whose reader has stopped: SignalR's own abort waits for the write before it.
    /// Off this thread, for it runs callbacks and the caller may hold locks.
    /// </summary>
    public static void Cut(HubConnectionContext connection) =>
        ThreadPool.UnsafeQueueUserWorkItem(
            static connection =>
            {
                connection.Abort();
                connection.Features.Get<IHttpRequestLifetimeFeature>()?.Abort();
            },
            connection,
            preferLocal: false);

    /// <summary>Has the outbox of whichever session the connection holds let go, now and then, of what its client has had for long.</summary>
    public static void AgeOutbox(HubConnectionContext connection) => connection.Features.Get<IConnectionHeartbeatFeature>()?.OnHeartbeat(
        static connection => ((HubConnectionContext)connection).Features.Get<Session>()?.Outbox.Age(), connection);

    /// <summary>
    /// Keeps what is needed of the request later: its context is made for one thread, and may just be ending on its own.
    /// </summary>
    public static void KeepRequest(HttpContext? http, IFeatureCollection features)
    {
        features.Set(http?.Features.Get<IHttpRequestLifetimeFeature>());
        features.Set(http?.Features.Get<IHttpConnectionFeature>());
    }

    /// <summary>
    /// Keeps the system from taking megabytes for a reader that has stopped, which would hide it for as long as they last.
    /// </summary>
    public static void LimitSendBuffer(HttpContext? http, int bytes)
    {
        try
        {
            if (http?.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
                socket.SendBufferSize = bytes;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // it ended by itself meanwhile
        }
    }
}
