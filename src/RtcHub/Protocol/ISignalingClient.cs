namespace RtcHub;

/// <summary>
/// What the service calls on a client. The client counts these calls for <see cref="SignalingHub.Resume"/>,
/// all but <see cref="Welcome"/> and <see cref="GoAway"/>.
/// </summary>
public interface ISignalingClient
{
    /// <summary>The first call on a connection, and again after a resume. Not counted.</summary>
    Task Welcome(Welcome welcome);

    /// <summary>A peer joined the topic. Those who were there first make the offer.</summary>
    Task PeerJoined(string topic, Peer peer, long version);

    /// <summary>A peer's metadata or state changed.</summary>
    Task PeerUpdated(string topic, Peer peer, long version);

    /// <summary>A peer is no longer in the topic; nothing from it comes after this.</summary>
    Task PeerLeft(string topic, string peerId, LeaveReason reason, long version);

    /// <summary>Replaces what the client knows of the topic: sent after a gap.</summary>
    Task Roster(string topic, IReadOnlyList<Peer> peers, long version);

    /// <summary>An offer from a peer of the topic.</summary>
    Task Offer(string topic, string from, RawJson description);

    /// <summary>An answer from a peer of the topic.</summary>
    Task Answer(string topic, string from, RawJson description);

    /// <summary>An ICE candidate from a peer of the topic; <c>null</c> is the end of candidates.</summary>
    Task Candidate(string topic, string from, RawJson candidate);

    /// <summary>Data that a peer sent to this client or to the whole topic.</summary>
    Task Message(string topic, string from, RawJson data);

    /// <summary>The session was taken out of the topic.</summary>
    Task Removed(string topic, string reason);

    /// <summary>This node is draining: open another connection and resume. Not counted.</summary>
    Task GoAway(GoAway goAway);
}
