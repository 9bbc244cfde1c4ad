using RtcHub.Topics;

namespace RtcHub.Sessions;

/// <summary>A session's place in a topic. The session is the only one to change its member.</summary>
internal sealed class Membership(Topic topic, Member member)
{
    public Topic Topic => topic;

    public Member Member { get; private set; } = member;

    public void SetState(PeerState state) => Member = Member with { Peer = Member.Peer with { State = state } };

    public void SetMetadata(RawJson? metadata) => Member = Member with { Peer = Member.Peer with { Metadata = metadata } };

    public void SetLocks(bool locks) =>
        Member = Member with { Peer = Member.Peer with { Locks = locks && Member.Access.MayModerate } };

    /// <summary>Who may moderate no more keeps no lock.</summary>
    public void SetAccess(TopicAccess access)
    {
        Member = Member with { Access = access, Peer = Member.Peer with { UserId = access.UserId } };
        SetLocks(Member.Peer.Locks);
    }
}
