using RtcHub.Topics;

namespace RtcHub.Sessions;

/// <summary>A session on its way from one node to another.</summary>
/// <param name="PeerId">Whose it is.</param>
/// <param name="Epoch">The epoch that the next owner has it in.</param>
/// <param name="Tickets">Its resume tickets.</param>
/// <param name="HandledSends">How many <c>Send*</c> calls were handled.</param>
/// <param name="CallCredit">How many calls its budget has left.</param>
/// <param name="WindowLeft">What is left of its resume window.</param>
/// <param name="Outbox">What its client has not seen.</param>
/// <param name="Memberships">Its topics.</param>
/// <param name="IsUncertain">Its last node had not heard everything: its client is told afresh who is there.</param>
internal sealed record SessionState(
    string PeerId,
    long Epoch,
    Tickets Tickets,
    long HandledSends,
    double CallCredit,
    TimeSpan WindowLeft,
    OutboxState Outbox,
    IReadOnlyList<MembershipState> Memberships,
    bool IsUncertain);

/// <summary>A session's place in a topic, with the roster as the session has been told it.</summary>
internal sealed record MembershipState(string Topic, Peer Peer, TopicAccess Access, RosterSnapshot Roster);

/// <summary>What other nodes may know of a session: enough to take it over when its node dies.</summary>
/// <param name="PeerId">Whose it is.</param>
/// <param name="Epoch">How often it has changed its node, plus one.</param>
/// <param name="TicketKey">What its tickets are made with.</param>
/// <param name="Confirmed">Tickets below this number are void.</param>
/// <param name="Memberships">Where it is in.</param>
internal sealed record SessionRecord(
    string PeerId, long Epoch, byte[] TicketKey, long Confirmed, IReadOnlyList<(string Topic, Member Member)> Memberships);
