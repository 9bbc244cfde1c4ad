using RtcHub.Topics;

namespace RtcHub.Backplane;

/// <summary>Where a backplane puts what is for this node. Calls come one after the other, in order, and never block.</summary>
internal interface INodeInbox
{
    /// <summary>The roster of a topic that this node has members in has changed.</summary>
    void OnRosterEvent(RosterEvent change);

    /// <summary>A peer on another node sent something to peers on this one. Returns those who are not here any more.</summary>
    string[] OnEnvelope(Envelope envelope);
}
