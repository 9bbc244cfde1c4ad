namespace RtcHub.Topics;

internal enum RosterEventKind
{
    Joined,
    Updated,
    Left,
}

/// <summary>One change of a topic's roster, as it arrives in a node's inbox.</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Member">Whom it happened to, as of this event.</param>
/// <param name="Version">The roster's version after it.</param>
/// <param name="Reason">With <see cref="RosterEventKind.Left"/>: why.</param>
internal sealed record RosterEvent(
    string Topic, RosterEventKind Kind, Member Member, long Version, LeaveReason Reason = LeaveReason.Left);
