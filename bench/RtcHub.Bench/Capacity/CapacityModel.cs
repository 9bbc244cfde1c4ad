namespace RtcHub.Bench;

/// <summary>How many servers so many peers need.</summary>
internal sealed record Fleet(double Peers, double CallsPerSecond, double Cores, double Gigabytes, double Nodes, double RedisServers);

/// <summary>
/// How much is needed for how many, by multiplying what was measured. It holds as far as costs do not grow with the number
/// of topics, peers and nodes, which <c>growth</c> measures for the first two.
/// </summary>
internal sealed record CapacityModel(MeasuredCosts Costs)
{
    /// <summary>Calls that a peer who is there takes part in, an hour. Each has two peers, who connect for it and leave.</summary>
    public required double CallsPerPeerHour { get; init; }

    public required double CoresPerNode { get; init; }

    public required double GigabytesPerNode { get; init; }

    /// <summary>How much of a core or a memory is used at the busiest hour; the rest is for the failure of others.</summary>
    public required double Fill { get; init; }

    /// <summary>How many calls have their peers on two nodes once there are several: 1 if the load balancer knows nothing of topics.</summary>
    public required double RemoteShare { get; init; }

    public double PeersPerGigabyte => 1e6 / Costs.IdlePeerKilobytes;

    public double IdlePeersPerCore => 1e6 / Costs.IdlePeerMicroseconds;

    public double CallsPerCore => 1_000 / Costs.LocalCallMs;

    public double RemoteCallsPerCore => 1_000 / Costs.RemoteCallMs;

    public double CallsPerRedis => 1_000 / Costs.RedisCallMs;

    public IEnumerable<string> Assumptions =>
    [
        $"a peer who is there takes part in {CallsPerPeerHour} calls an hour; each has two peers, who connect for it, send 22 signals and leave",
        $"a node has {CoresPerNode} cores and {GigabytesPerNode} GB, each used to {Fill:P0} at the busiest hour; cores are as the measured one, and share nothing",
        $"a Redis server has one core, used to {Fill:P0}; topics are spread evenly over all of them",
        $"of several nodes {RemoteShare:P0} of the calls have their peers on two; a single node needs no Redis, but nobody takes over when it fails",
        "costs grow neither with topics and peers (measured by growth) nor with the number of nodes (not measured beyond two)",
        "TLS, load balancers and TURN are not counted, nor the network's bandwidth",
    ];

    /// <summary>What so many peers need.</summary>
    public Fleet For(double peers)
    {
        var calls = peers * CallsPerPeerHour / 2 / 3_600;
        var alone = Needed(peers, calls, Costs.LocalCallMs);
        return alone.Nodes <= 1 ? alone : Needed(peers, calls, RemoteShare * Costs.RemoteCallMs + (1 - RemoteShare) * Costs.LocalCallMs) with
        {
            RedisServers = Math.Ceiling(calls * Costs.RedisCallMs / 1_000 / Fill),
        };
    }

    private Fleet Needed(double peers, double calls, double callMs)
    {
        var cores = (peers * Costs.IdlePeerMicroseconds / 1e6 + calls * callMs / 1_000) / Fill;
        var gigabytes = peers * Costs.IdlePeerKilobytes / 1e6 / Fill;
        var nodes = Math.Ceiling(Math.Max(cores / CoresPerNode, gigabytes / GigabytesPerNode));
        return new Fleet(peers, calls, cores, gigabytes, nodes, RedisServers: 0);
    }
}
