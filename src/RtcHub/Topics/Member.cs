namespace RtcHub.Topics;

/// <summary>A peer in a topic's roster, and the node that holds its session.</summary>
internal sealed record Member(Peer Peer, string NodeId)
{
    public string PeerId => Peer.PeerId;
}
