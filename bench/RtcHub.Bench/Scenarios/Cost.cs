namespace RtcHub.Bench;

/// <summary>Measures some work again and again: what one piece of it costs, and how many there are a second.</summary>
internal static class Cost
{
    /// <param name="service">Who does the work.</param>
    /// <param name="measuring">How often.</param>
    /// <param name="work">What the tables call one piece.</param>
    /// <param name="unit">µs or ms.</param>
    /// <param name="doAsync">Does some, and returns how many pieces.</param>
    public static async Task<IReadOnlyList<Series>> MeasureAsync(
        RunningService service, Measuring measuring, string work, string unit, Func<Task<long>> doAsync)
    {
        var (costs, redisCosts, rates) = (new double[measuring.Runs], new double[measuring.Runs], new double[measuring.Runs]);
        for (var run = 0; run < measuring.Runs; run++)
        {
            var meter = new Meter(service);
            var pieces = await doAsync();
            var spent = meter.Read();
            if (pieces == 0)
                throw new InvalidOperationException($"{service.Service.Name} did nothing: {work}.");
            (costs[run], redisCosts[run], rates[run]) = (In(unit, spent.Cpu) / pieces, In(unit, spent.RedisCpu) / pieces, pieces / spent.Elapsed.TotalSeconds);
        }

        var series = new List<Series>();
        if (service.IsMetered)
            series.Add(new Series(work, unit, costs));
        if (service.Redis is not null)
            series.Add(new Series(OfRedis(work), unit, redisCosts));
        series.Add(new Series(work, "a second", rates));
        return series;
    }

    /// <summary>The same for work that goes on by itself and counts its pieces.</summary>
    public static Task<IReadOnlyList<Series>> MeasureAsync(
        RunningService service, Measuring measuring, string work, string unit, Func<long> count) =>
        MeasureAsync(service, measuring, work, unit, async () =>
        {
            var before = count();
            await Pause.For(measuring.Duration);
            return count() - before;
        });

    /// <summary>What the tables call the part of the Redis beside the nodes.</summary>
    public static string OfRedis(string work) => $"{work}: the Redis beside it";

    private static double In(string unit, TimeSpan time) => unit == "µs" ? time.TotalMicroseconds : time.TotalMilliseconds;
}
