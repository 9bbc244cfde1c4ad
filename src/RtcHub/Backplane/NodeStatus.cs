namespace RtcHub.Backplane;

/// <summary>How a node is.</summary>
/// <param name="NodeId">Its name among the nodes; another one after each start.</param>
/// <param name="Version">The version of RtcHub that it runs.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="Connections">How many connections it has.</param>
/// <param name="Sessions">How many sessions, with those whose connection is lost.</param>
/// <param name="Topics">How many topics its sessions are in.</param>
/// <param name="CpuShare">How much of its processors it used of late, from 0 to 1.</param>
/// <param name="MemoryBytes">How much memory it has from the system.</param>
/// <param name="Draining">Whether it is handing its clients over and ends then.</param>
/// <param name="Ready">Whether load balancers should send it clients.</param>
/// <param name="Reasons">Why not.</param>
/// <param name="Rates">What went on of late; <see langword="null"/> from a node of a version before that.</param>
internal sealed record NodeStatus(
    string NodeId,
    string Version,
    DateTimeOffset StartedAt,
    int Connections,
    int Sessions,
    int Topics,
    double CpuShare,
    long MemoryBytes,
    bool Draining,
    bool Ready,
    IReadOnlyList<string> Reasons,
    NodeRates? Rates);

/// <summary>What a backplane tells the other nodes of this one, and what they may ask of it.</summary>
/// <param name="Describe">How it is now.</param>
/// <param name="Drain">Begins to drain, and ends then. Does not block.</param>
internal sealed record LocalNode(Func<NodeStatus> Describe, Action Drain);
