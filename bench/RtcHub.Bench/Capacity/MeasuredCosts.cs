namespace RtcHub.Bench;

/// <summary>What was measured of RtcHub, as far as a capacity follows from it.</summary>
/// <param name="LocalCallMs">A whole call on one node, in milliseconds of a core.</param>
/// <param name="RemoteCallMs">A whole call over two nodes, of both together.</param>
/// <param name="RedisCallMs">A whole call over two nodes, of the Redis beside them.</param>
/// <param name="IdlePeerKilobytes">Memory of a peer that is there.</param>
/// <param name="IdlePeerMicroseconds">Microseconds of a core that a peer who is there takes each second.</param>
internal sealed record MeasuredCosts(
    double LocalCallMs, double RemoteCallMs, double RedisCallMs, double IdlePeerKilobytes, double IdlePeerMicroseconds)
{
    /// <summary>From the reports of <c>compare</c> and <c>two-node</c>.</summary>
    public static MeasuredCosts From(Report compare, Report twoNode) => new(
        Find(compare, CallScenario.Local, "ms"),
        Find(twoNode, CallScenario.Remote, "ms"),
        Find(twoNode, Cost.OfRedis(CallScenario.Remote), "ms"),
        Find(compare, IdleScenario.Work, "kB"),
        Find(compare, IdleScenario.Work, "µs a second"));

    private static double Find(Report report, string work, string unit) =>
        report.Figures.FirstOrDefault(figure => figure.Service == Service.RtcHub.Name && figure.Work == work && figure.Unit == unit)?.Median
        ?? throw new InvalidDataException($"The report of {report.Command} does not say: {work}, {unit}.");
}
