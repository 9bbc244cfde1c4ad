using Microsoft.Extensions.Logging;

namespace RtcHub.Redis;

/// <summary>
/// Log events, ids 2000 to 2999. No topic name, payload, ticket or password is ever logged. What can repeat while Redis is
/// away is logged when it begins and when it ends.
/// </summary>
internal static partial class RedisLog
{
    [LoggerMessage(2000, LogLevel.Information, "Redis at {Server} is there, and this node is part of the service.")]
    public static partial void RedisUp(this ILogger logger, string server);

    [LoggerMessage(2001, LogLevel.Warning, "Redis at {Server} is away: {Reason} Topics whose peers share a node go on.")]
    public static partial void RedisAway(this ILogger logger, string server, string reason);

    [LoggerMessage(2002, LogLevel.Warning, "Redis can't be reached yet; this node starts without the others.")]
    public static partial void StartsWithoutRedis(this ILogger logger);

    [LoggerMessage(2003, LogLevel.Warning, "The lease at {Server} was over: sessions that another node took are let go.")]
    public static partial void LeaseLost(this ILogger logger, string server);

    [LoggerMessage(2004, LogLevel.Warning, "Took {Count} sessions over from node {Node}, which died.")]
    public static partial void Inherited(this ILogger logger, int count, string node);

    [LoggerMessage(2005, LogLevel.Debug, "A session left before every node had said its last; what still comes is forwarded.")]
    public static partial void MarkersMissing(this ILogger logger);

    [LoggerMessage(2006, LogLevel.Warning, "Messages from another node are lost.")]
    public static partial void MessagesLost(this ILogger logger);

    [LoggerMessage(2007, LogLevel.Warning, "A node of another version sends messages (version {Version}) that this one drops.")]
    public static partial void UnknownVersion(this ILogger logger, byte version);

    [LoggerMessage(2008, LogLevel.Error, "A message from another node was not understood and dropped.")]
    public static partial void MessageNotUnderstood(this ILogger logger, Exception exception);

    [LoggerMessage(2009, LogLevel.Error, "The connection to Redis at {Server} failed; it is made anew.")]
    public static partial void KeeperFailed(this ILogger logger, string server, Exception exception);

    [LoggerMessage(2010, LogLevel.Warning, "Redis at {Server} broke the subscription off; what was missed is made up for.")]
    public static partial void SubscriptionCut(this ILogger logger, string server);

    [LoggerMessage(2040, LogLevel.Error, "Webhooks can't be sent; it is tried again.")]
    public static partial void WebhooksFailed(this ILogger logger, Exception exception);
}
