using StackExchange.Redis;

namespace RtcHub.Redis;

/// <summary>
/// Every key and channel in Redis. All names begin with <see cref="RedisOptions.KeyPrefix"/>; channels are literal, never
/// patterns. A topic's keys are on the Redis server that its name is hashed to, a session's on that of its peer id;
/// nodes, generation and inboxes are on every one.
/// </summary>
internal sealed class RedisKeys(string prefix)
{
    /// <summary>Sorted set: node id → when its lease ends, in ms of Redis' clock. A node that is not in it may change nothing.</summary>
    public RedisKey Nodes { get; } = prefix + "nodes";

    /// <summary>The keys of the scripts that change a topic's roster and may begin or end it; those of a session follow.</summary>
    public RedisKey[] OfTopic(string topic) => [Nodes, Roster(topic), Where(topic), Topics, Lock(topic)];

    /// <summary>String: a random name of this Redis' contents. Another one means that Redis was emptied.</summary>
    public RedisKey Generation { get; } = prefix + "generation";

    /// <summary>What channels of nodes begin with.</summary>
    public string InboxPrefix { get; } = prefix + "node:";

    /// <summary>What keys of sessions begin with.</summary>
    public string SessionPrefix { get; } = prefix + "session:";

    /// <summary>
    /// Channel: a node's inbox, the only one it subscribes to. Payload: see <see cref="InboxMessage"/> for what nodes send
    /// each other, and <c>Scripts/roster.lua</c> for roster events.
    /// </summary>
    public RedisChannel Inbox(string nodeId) => new(InboxPrefix + nodeId, RedisChannel.PatternMode.Literal);

    /// <summary>Hash: <c>v</c> → version, peer id → member (<c>Scripts/roster.lua</c>). Gone when the topic is empty.</summary>
    public RedisKey Roster(string topic) => prefix + "roster:" + topic;

    /// <summary>Hash: node id → how many members it has in the topic. Gone when the topic is empty.</summary>
    public RedisKey Where(string topic) => prefix + "where:" + topic;

    /// <summary>
    /// Hash of a session that has been in a topic: <c>node</c> that owns it, <c>epoch</c> (how often the owner has changed,
    /// plus one), <c>key</c> of its tickets, <c>confirmed</c> ticket number, and a field <c>t:TOPIC</c> for each topic.
    /// </summary>
    public RedisKey Session(string peerId) => SessionPrefix + peerId;

    /// <summary>Set: the peer ids of the sessions that a node owns.</summary>
    public RedisKey SessionsOf(string nodeId) => prefix + "sessions:" + nodeId;

    /// <summary>
    /// Sorted set, all scores 0, so in the order of bytes: the topics that have a member or an operator's lock. For listing
    /// only; a topic whose lock has ended by itself stays until it is listed.
    /// </summary>
    public RedisKey Topics { get; } = prefix + "topics";

    /// <summary>
    /// String: an operator has locked the topic until then (ms since 1970), or until it is unlocked (0). Goes by itself when
    /// its time is over.
    /// </summary>
    public RedisKey Lock(string topic) => prefix + "lock:" + topic;

    /// <summary>String: how a node says that it is (JSON). Goes with its lease.</summary>
    public RedisKey Status(string nodeId) => prefix + "status:" + nodeId;

    /// <summary>Sorted set: the events that the receiver of webhooks has yet to get (<c>Scripts/roster.lua</c>), by their number.</summary>
    public RedisKey Webhooks { get; } = prefix + "webhooks";

    /// <summary>Hash: the last <c>number</c>, and how many were <c>dropped</c> and are counted by no node yet.</summary>
    public RedisKey WebhookState { get; } = prefix + "webhooks:state";

    /// <summary>String that expires: the node that sends webhooks.</summary>
    public RedisKey WebhookLease { get; } = prefix + "webhooks:lease";

    /// <summary>String: how many webhooks the topic has had. Gone a minute after everyone has left.</summary>
    public RedisKey WebhookSequence(string topic) => prefix + "webhooks:sequence:" + topic;
}
