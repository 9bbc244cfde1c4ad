using RtcHub.Topics;

namespace RtcHub.Micro;

/// <summary>Members of a topic, as they are.</summary>
internal static class SamplePeers
{
    public static Member New() => new(
        new Peer(Guid.NewGuid().ToString(), PeerState.Connected, DateTime.UnixEpoch, new RawJson("""{"name":"Ada"}"""u8.ToArray())),
        "node-1",
        Epoch: 1,
        TopicAccess.Open);
}
