namespace RtcHub.Topics;

/// <summary>A topic's members, in joining order, as of a version.</summary>
internal sealed record RosterSnapshot(Member[] Members, long Version)
{
    /// <summary>The peers that <paramref name="peerId"/> is shown: all but itself and those who are hidden.</summary>
    public Peer[] Others(string peerId) =>
        [.. Members.Where(member => member.PeerId != peerId && !member.Access.IsHidden).Select(member => member.Peer)];
}
