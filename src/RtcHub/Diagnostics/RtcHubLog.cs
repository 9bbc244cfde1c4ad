using Microsoft.Extensions.Logging;

namespace RtcHub.Diagnostics;

/// <summary>
/// The library's log events, ids 1000 to 1999. No topic name, metadata, payload, ticket or address is ever logged.
/// </summary>
internal static partial class RtcHubLog
{
    [LoggerMessage(1000, LogLevel.Debug, "Session {PeerId} opened.")]
    public static partial void SessionOpened(this ILogger logger, string peerId);

    [LoggerMessage(1001, LogLevel.Debug, "Session {PeerId} lost its connection.")]
    public static partial void SessionInterrupted(this ILogger logger, string peerId);

    [LoggerMessage(1002, LogLevel.Debug, "Session {PeerId} resumed: {Code}.")]
    public static partial void SessionResumed(this ILogger logger, string peerId, SignalCode code);

    [LoggerMessage(1003, LogLevel.Debug, "Session {PeerId} ended: {Reason}.")]
    public static partial void SessionEnded(this ILogger logger, string peerId, LeaveReason reason);

    [LoggerMessage(1005, LogLevel.Debug, "Session {PeerId} is another node's now.")]
    public static partial void SessionLost(this ILogger logger, string peerId);

    [LoggerMessage(1006, LogLevel.Information, "Stopping: {Count} connections go to other nodes.")]
    public static partial void Draining(this ILogger logger, int count);

    [LoggerMessage(1007, LogLevel.Information, "Session {PeerId} goes on calling above its rate; its connection is cut and may resume.")]
    public static partial void AbuserCut(this ILogger logger, string peerId);

    [LoggerMessage(1004, LogLevel.Information, "Session {PeerId} reads too slowly; its connection is cut and may resume.")]
    public static partial void SlowConsumerCut(this ILogger logger, string peerId);

    [LoggerMessage(1020, LogLevel.Debug, "A connection was refused: its page's origin is not allowed.")]
    public static partial void OriginRefused(this ILogger logger);

    [LoggerMessage(1021, LogLevel.Debug, "A connection was refused with {Status}: a limit of connections is met.")]
    public static partial void ConnectionOverLimit(this ILogger logger, int status);
}
