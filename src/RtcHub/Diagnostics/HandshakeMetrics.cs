using System.Diagnostics.Metrics;

namespace RtcHub.Diagnostics;

/// <summary>How long it takes until people see each other, as their clients report it.</summary>
internal sealed class HandshakeMetrics
{
    private readonly Histogram<double> _duration;
    private readonly StripedCounts _counts = new(Enum.GetValues<Result>().Length);

    public HandshakeMetrics(Meter meter)
    {
        _duration = meter.CreateHistogram(
            "rtchub.handshake.duration", "s", "From a peer's appearing to a stage of the connection with it, as clients reported it.", advice: Durations.UpToAMinute);
        meter.CreateObservableCounter("rtchub.handshakes", Measure, "{handshake}", "How connections between peers began, as clients reported it.");
    }

    private enum Result
    {
        Direct,
        Relayed,
        Unknown,
        Failed,
    }

    /// <summary>One came up, after so many milliseconds.</summary>
    public event Action<int>? Connected;

    public void Note(HandshakeReport report)
    {
        if (report.OfferedMs is { } offered)
            Record(offered, "offered");
        if (report.AnsweredMs is { } answered)
            Record(answered, "answered");
        Record(report.EndedMs, report.Outcome == HandshakeOutcome.Connected ? "connected" : "failed");
        _counts.Add((int)ResultOf(report));
        if (report.Outcome == HandshakeOutcome.Connected)
            Connected?.Invoke(report.EndedMs);
    }

    public long CountConnected() => Read(Result.Direct) + Read(Result.Relayed) + Read(Result.Unknown);

    public long CountFailed() => Read(Result.Failed);

    private static Result ResultOf(HandshakeReport report) => report switch
    {
        { Outcome: HandshakeOutcome.Failed } => Result.Failed,
        { Relayed: true } => Result.Relayed,
        { Relayed: false } => Result.Direct,
        _ => Result.Unknown,
    };

    private void Record(int ms, string stage) => _duration.Record(ms / 1000d, new KeyValuePair<string, object?>("stage", stage));

    private long Read(Result result) => _counts.Read((int)result);

    private IEnumerable<Measurement<long>> Measure() =>
    [
        Of("connected", "direct", Result.Direct),
        Of("connected", "relayed", Result.Relayed),
        Of("connected", "unknown", Result.Unknown),
        Of("failed", "unknown", Result.Failed),
    ];

    private Measurement<long> Of(string outcome, string route, Result result) =>
        new(Read(result), [new("outcome", outcome), new("route", route)]);
}
