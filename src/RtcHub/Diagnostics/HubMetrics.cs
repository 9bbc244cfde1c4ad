using System.Diagnostics.Metrics;
using System.Text.Json;

namespace RtcHub.Diagnostics;

/// <summary>
/// What this node counts and times; <c>docs/operations.md</c> says what each means. No label is a topic, a peer, an address or
/// anything else that a client chose, so there are never more series than that page has.
/// </summary>
internal sealed class HubMetrics
{
    /// <summary>The meter's name, and the activity source's.</summary>
    public const string Name = "RtcHub";

    private readonly Histogram<double> _joinDuration;
    private readonly CodeCounts _otherRefusals = new("code");
    private readonly StripedCounts _connectionRefusals = new(Enum.GetValues<ConnectionRefusal>().Length);
    private long _cutReaders;

    public HubMetrics(IMeterFactory meters, TimeProvider time)
    {
        Meter = meters.Create(Name);
        Handshakes = new HandshakeMetrics(Meter);
        Samples = new SignalSamples(Meter, time);
        _joinDuration = Meter.CreateHistogram(
            "rtchub.join.duration", "s", "How long joins of a topic took, whatever came of them.", advice: Durations.UpToTenSeconds);
        Meter.CreateObservableCounter("rtchub.signals", Signals.Measure, "{signal}", "Signals that clients sent.");
        Meter.CreateObservableCounter("rtchub.joins", Joins.Measure, "{join}", "Joins of topics, also while connecting.");
        Meter.CreateObservableCounter("rtchub.resumes", Resumes.Measure, "{resume}", "Resumes of sessions.");
        Meter.CreateObservableCounter("rtchub.refusals", MeasureRefusals, "{call}", "Calls that were refused.");
        Meter.CreateObservableCounter(
            "rtchub.connections.refused", MeasureConnectionRefusals, "{connection}", "Connections that were refused before they began.");
        Meter.CreateObservableCounter(
            "rtchub.slow_readers.cut", () => Interlocked.Read(ref _cutReaders), "{connection}", "Connections that were cut because their reader was too slow.");
    }

    public Meter Meter { get; }

    public SignalCounts Signals { get; } = new();

    public SignalSamples Samples { get; }

    public CodeCounts Joins { get; } = new("outcome");

    public CodeCounts Resumes { get; } = new("outcome");

    public HandshakeMetrics Handshakes { get; }

    /// <summary>Peers of this node in topics, or about to be: a session counts in each of its topics.</summary>
    public Level Peers { get; } = new();

    /// <summary>Sessions whose connection is lost.</summary>
    public Level Interrupted { get; } = new();

    /// <summary>Bytes that are kept for clients, to be sent or sent again.</summary>
    public Level ReplayBytes { get; } = new();

    public void OnJoin(SignalCode outcome, TimeSpan duration)
    {
        Joins.Add(outcome);
        _joinDuration.Record(duration.TotalSeconds);
    }

    /// <summary>A call is answered that is neither a signal nor a join: those count for themselves.</summary>
    public void OnAnswer(CallResult answer)
    {
        if (answer is ResumeResult)
            Resumes.Add(answer.Code);
        if (CodeCounts.IsRefusal(answer.Code))
            _otherRefusals.Add(answer.Code);
    }

    public void OnRefusedConnection(ConnectionRefusal reason) => _connectionRefusals.Add((int)reason);

    public void OnCutReader() => Interlocked.Increment(ref _cutReaders);

    /// <summary>All calls that were refused.</summary>
    public long CountRefusals() => Enum.GetValues<SignalCode>().Where(CodeCounts.IsRefusal).Sum(CountRefusals);

    private long CountRefusals(SignalCode code) => _otherRefusals.Read(code) + Joins.Read(code) + Signals.Count(outcome => outcome == code);

    private IEnumerable<Measurement<long>> MeasureRefusals() =>
        from code in Enum.GetValues<SignalCode>()
        where CodeCounts.IsRefusal(code)
        let count = CountRefusals(code)
        where count > 0
        select new Measurement<long>(count, new KeyValuePair<string, object?>("code", CodeCounts.NameOf(code)));

    private IEnumerable<Measurement<long>> MeasureConnectionRefusals() => Enum.GetValues<ConnectionRefusal>().Select(
        reason => new Measurement<long>(
            _connectionRefusals.Read((int)reason),
            new KeyValuePair<string, object?>("reason", JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()))));
}

/// <summary>Why a connection was refused before it began.</summary>
internal enum ConnectionRefusal
{
    /// <summary>Its page's origin is not allowed.</summary>
    Origin,

    /// <summary>There are too many, or too many new ones, of its address or in all.</summary>
    Limit,

    /// <summary>The node drains.</summary>
    Draining,
}
