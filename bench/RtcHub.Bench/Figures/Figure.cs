namespace RtcHub.Bench;

/// <summary>What was measured of some work, run by run.</summary>
internal sealed record Series(string Work, string Unit, params double[] Runs)
{
    public double Median => Runs.Order().ElementAt(Runs.Length / 2);
}

/// <summary>One figure of one service: the median of some runs.</summary>
internal sealed record Figure(string Work, string Unit, string Service, double Median, double[] Runs);

/// <summary>A figure that is another one divided by a third.</summary>
internal sealed record Ratio(string Work, string Of, string To)
{
    /// <summary>For the services that have both.</summary>
    public IEnumerable<Figure> Among(IReadOnlyList<Figure> figures) =>
        from of in figures
        where of.Work == Of && of.Unit is "µs" or "ms"
        from to in figures
        where to.Work == To && to.Unit == of.Unit && to.Service == of.Service
        select new Figure(Work, "times", of.Service, of.Median / to.Median, [of.Median / to.Median]);
}
