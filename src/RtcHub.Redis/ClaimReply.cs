namespace RtcHub.Redis;

/// <summary>What became of a question for a session; the first four come from its node.</summary>
internal enum ClaimReply
{
    /// <summary>It is here.</summary>
    Arrived,

    /// <summary>The ticket is not its own.</summary>
    Refused,

    /// <summary>That node does not have it.</summary>
    NotHere,

    /// <summary>It has left that node, or is about to.</summary>
    OnItsWay,

    /// <summary>There is no such node.</summary>
    NobodyThere,

    /// <summary>None yet.</summary>
    NoAnswer,
}
