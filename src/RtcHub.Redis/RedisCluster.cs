using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;

namespace RtcHub.Redis;

/// <summary>The Redis servers, with this node at each: topics and sessions are spread over them.</summary>
internal sealed class RedisCluster(string nodeId, RedisKeys keys, RedisNode[] all)
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public string NodeId => nodeId;

    public RedisKeys Keys => keys;

    public RedisNode[] All => all;

    /// <summary>
    /// Where a topic's roster, or a peer's session, is. Rendezvous hashing: the server with the highest weight for that
    /// name, so that a further server takes its share from all others and moves nothing else.
    /// </summary>
    public RedisNode HomeOf(string name) => all.Length == 1 ? all[0] : all.MaxBy(node => Weight(node.Server.Name, name))!;

    /// <summary>Gives a session another owner: <c>ok</c>, <c>changed</c> when it has one already, or <c>fenced</c>.</summary>
    /// <exception cref="RedisAwayException">It may have been done.</exception>
    public async Task<string?> TakeAsync(string peerId, string owner, long epoch, string heir) => (string?)await HomeOf(peerId).Server.RunAsync(
        RedisScript.Take,
        [keys.Nodes, keys.Session(peerId), keys.SessionsOf(owner), keys.SessionsOf(heir)],
        [nodeId, peerId, owner, epoch.ToString(Culture), heir]);

    /// <summary>A session of this node has ended, unless it is in a later epoch by now.</summary>
    /// <exception cref="RedisAwayException">It may have been done.</exception>
    public Task ForgetAsync(string peerId, long epoch) => HomeOf(peerId).Server.RunAsync(
        RedisScript.Forget, [keys.Session(peerId), keys.SessionsOf(nodeId)], [peerId, epoch.ToString(Culture)]);

    /// <summary>
    /// Says in a topic's roster where a member is now, with the state that it has there (<c>c</c>, <c>i</c>, or <c>-</c>
    /// as it is). The result of <c>move.lua</c>; <see langword="null"/> when it is not in that topic any more.
    /// </summary>
    /// <exception cref="RedisAwayException">It may have been done.</exception>
    public async Task<RedisResult[]?> MoveAsync(string topic, string peerId, string node, long epoch, string state, string previous)
    {
        var result = (RedisResult[])(await HomeOf(topic).Server.RunAsync(
            RedisScript.Move,
            [keys.Nodes, keys.Roster(topic), keys.Where(topic)],
            [nodeId, peerId, node, epoch.ToString(Culture), state, previous, keys.InboxPrefix, topic]))!;
        return (string?)result[0] == "ok" ? result : null;
    }

    private static ulong Weight(string server, string name) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{server}\n{name}")));
}
