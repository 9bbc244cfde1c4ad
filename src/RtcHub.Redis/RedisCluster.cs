using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RtcHub.Redis;

/// <summary>The Redis servers, with this node at each: topics and sessions are spread over them.</summary>
internal sealed class RedisCluster(string nodeId, RedisKeys keys, IReadOnlyList<RedisNode> all)
{
    public string NodeId => nodeId;

    public RedisKeys Keys => keys;

    public IReadOnlyList<RedisNode> All => all;

    /// <summary>
    /// Where a topic's roster, or a peer's session, is. Rendezvous hashing: the server with the highest weight for that
    /// name, so that a further server takes its share from all others and moves nothing else.
    /// </summary>
    public RedisNode HomeOf(string name) => all.Count == 1 ? all[0] : all.MaxBy(node => Weight(node.Server.Name, name))!;

    private static ulong Weight(string server, string name) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{server}\n{name}")));
}
