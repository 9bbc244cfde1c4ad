namespace RtcHub.Chaos.Logs;

/// <summary>What was done to the service.</summary>
internal enum FaultKind
{
    NodeKilled,
    NodeStopped,
    NodeDrained,
    RedisAway,
    RedisEmptied,
    RedisCut,
    ScriptsForgotten,
}

/// <summary>One fault, from its beginning until what was broken is back. A node of -1 is Redis.</summary>
internal sealed class FaultRecord(FaultKind kind, int node, TimeSpan from)
{
    public const int NoNode = -1;

    public FaultKind Kind => kind;

    public int Node => node;

    public TimeSpan From => from;

    /// <summary>Null while it lasts.</summary>
    public TimeSpan? To { get; set; }

    public bool IsOfNode => kind is FaultKind.NodeKilled or FaultKind.NodeStopped or FaultKind.NodeDrained;

    /// <summary>Whether it was there at some time between, or up to <paramref name="after"/> before.</summary>
    public bool Touches(TimeSpan begin, TimeSpan end, TimeSpan after = default) =>
        From <= end && (To is null || To.Value + after >= begin);
}
