using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;

namespace RtcHub.Sessions;

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
                connection.GetHttpContext()?.Abort();
            },
            connection,
            preferLocal: false);
}
