namespace RtcHub.Topics;

/// <summary>A topic's members, in joining order, as of a version.</summary>
internal sealed record RosterSnapshot(Member[] Members, long Version)
{
    private const int BytesPerPeer = 128;

    /// <summary>About how many bytes it has on the wire.</summary>
    public int Bytes => Members.Sum(member => BytesPerPeer + (member.Peer.Metadata?.Utf8.Length ?? 0));

    /// <summary>The peers that <paramref name="peerId"/> is shown: all but itself and those who are hidden.</summary>
    public Peer[] Others(string peerId) =>
        [.. Members.Where(member => member.PeerId != peerId && !member.Access.IsHidden).Select(member => member.Peer)];
}
