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

    [LoggerMessage(1040, LogLevel.Warning, "The receiver of webhooks does not take them ({Reason}); they are kept, and sent again.")]
    public static partial void WebhookReceiverDown(this ILogger logger, string reason);

    [LoggerMessage(1041, LogLevel.Information, "The receiver of webhooks takes them again.")]
    public static partial void WebhookReceiverBack(this ILogger logger);

    [LoggerMessage(1042, LogLevel.Warning, "Webhooks are dropped: too many wait, or they are too old.")]
    public static partial void WebhooksDropped(this ILogger logger);

    [LoggerMessage(1043, LogLevel.Warning, "The receiver of webhooks wants none any more (410 Gone): it gets none until this node is started again.")]
    public static partial void WebhookReceiverGone(this ILogger logger);
}
