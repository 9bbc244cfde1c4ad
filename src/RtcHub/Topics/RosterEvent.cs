namespace RtcHub.Topics;

internal enum RosterEventKind
{
    Joined,
    Updated,
    Left,

    /// <summary>The member's session is on another node now, which its peers need not know: the version stays.</summary>
    Moved,

    /// <summary>The roster was made whole after a loss: fetch it.</summary>
    Reset,

    /// <summary>Not a change: a node that made the roster whole remembers the member on this node.</summary>
    Remembered,
}

/// <summary>One change of a topic's roster, as it arrives in a node's inbox.</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Member">Whom it happened to, as of this event; null for a reset.</param>
/// <param name="Version">The roster's version after it.</param>
/// <param name="Reason">With <see cref="RosterEventKind.Left"/>: why.</param>
/// <param name="PreviousNode">With <see cref="RosterEventKind.Moved"/>: the node that hands the session over.</param>
internal sealed record RosterEvent(
    string Topic,
    RosterEventKind Kind,
    Member? Member,
    long Version,
    LeaveReason Reason = LeaveReason.Left,
    string? PreviousNode = null);
