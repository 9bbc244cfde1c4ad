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

    [LoggerMessage(1030, LogLevel.Information, "An operator removed peer {PeerId} from a topic.")]
    public static partial void OperatorRemovedPeer(this ILogger logger, string peerId);

    [LoggerMessage(1031, LogLevel.Information, "An operator closed a topic: {Count} peers were removed.")]
    public static partial void OperatorClosedTopic(this ILogger logger, int count);

    [LoggerMessage(1032, LogLevel.Information, "An operator locked a topic.")]
    public static partial void OperatorLockedTopic(this ILogger logger);

    [LoggerMessage(1033, LogLevel.Information, "An operator unlocked a topic.")]
    public static partial void OperatorUnlockedTopic(this ILogger logger);

    [LoggerMessage(1034, LogLevel.Information, "An operator sent a message to {Count} peers.")]
    public static partial void OperatorSentMessage(this ILogger logger, int count);

    [LoggerMessage(1035, LogLevel.Information, "An operator drains node {NodeId}.")]
    public static partial void OperatorDrainsNode(this ILogger logger, string nodeId);
}
