using System.Diagnostics.Metrics;
using RtcHub.Diagnostics;

namespace RtcHub.Redis;

/// <summary>How this node hears the others.</summary>
internal sealed class RedisMetrics(Meter meter)
{
    private readonly Histogram<double> _roundTrip = meter.CreateHistogram(
        "rtchub.backplane.round_trip", "s", "From a node's publishing to its own inbox to its hearing that.", advice: Durations.UpToTenSeconds);

    public void OnEcho(TimeSpan after) => _roundTrip.Record(after.TotalSeconds);

    /// <param name="echoAge">How long ago this node has heard itself; of several Redis servers, by the one where that is longest.</param>
    /// <param name="unknownMessages">How many messages came that it does not know.</param>
    public void Watch(Func<TimeSpan> echoAge, Func<long> unknownMessages)
    {
        meter.CreateObservableGauge("rtchub.backplane.echo.age", () => echoAge().TotalSeconds, "s", "How long ago this node has heard what it publishes to itself.");
        meter.CreateObservableCounter(
            "rtchub.backplane.unknown_messages", unknownMessages, "{message}", "Messages of other nodes in a version that this one does not know.");
    }
}
