namespace RtcHub.Topics;

/// <summary>A peer in a topic's roster, and the node that holds its session.</summary>
/// <param name="Peer">The peer as the others see it.</param>
/// <param name="NodeId">The node that holds its session.</param>
/// <param name="Epoch">Grows by one each time that the session changes its node: what an earlier owner says is void.</param>
/// <param name="Access">What it may do in the topic.</param>
internal sealed record Member(Peer Peer, string NodeId, long Epoch, TopicAccess Access)
{
    public string PeerId => Peer.PeerId;

    /// <summary>
    /// The roster that its joining made, as far as this node was told: who knew an older one meant the peer as it was before
    /// it left and came back. 0 when that is not known.
    /// </summary>
    public long Since { get; init; }
}
