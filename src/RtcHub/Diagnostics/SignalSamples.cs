using System.Diagnostics;
using System.Diagnostics.Metrics;
using RtcHub.Backplane;

namespace RtcHub.Diagnostics;

/// <summary>
/// Follows signals from the sender's call to the receiver's write: every one that a listener wants traced, and of the
/// others one in 64, for how long it takes. A trace of its own for each, for the request that it came in lasts as long as
/// its connection; no span says more of it than its kind, its path and its outcome.
/// </summary>
internal sealed class SignalSamples(Meter meter, TimeProvider time)
{
    private const int OneIn = 64;

    private static readonly ActivitySource Source = new(HubMetrics.Name);

    private readonly Histogram<double> _delivery = meter.CreateHistogram(
        "rtchub.signal.delivery.duration", "s", "From a signal's coming to its being written for its receiver; one signal in 64.", advice: Durations.UpToTenSeconds);

    /// <summary>A client sends a signal. Null for most.</summary>
    public SignalSample? Begin(EnvelopeKind kind)
    {
        var sending = Source.HasListeners() ? Start("signal send", ActivityKind.Server, default, default) : null;
        return sending is null && Random.Shared.Next(OneIn) != 0
            ? null
            : new SignalSample(kind, time.GetUtcNow(), SignalPath.Local, sending?.Context ?? default) { Sending = sending };
    }

    /// <summary>Its sender has its answer.</summary>
    public static void End(SignalSample sample, SignalCode outcome, SignalPath path)
    {
        if (sample.Sending is not { } sending)
            return;
        sending.SetTag("rtchub.signal.kind", SignalCounts.NameOf(sample.Kind));
        sending.SetTag("rtchub.signal.outcome", CodeCounts.NameOf(outcome));
        sending.SetTag("rtchub.signal.path", SignalCounts.NameOf(path));
        Stop(sending);
    }

    /// <summary>It has come from another node, and is handed on here; <see cref="Stop"/> ends that.</summary>
    public static Activity? Receive(SignalSample sample)
    {
        if (sample.Context == default || Start("signal receive", ActivityKind.Consumer, sample.Context, default) is not { } receiving)
            return null;
        sample.Context = receiving.Context;
        return receiving;
    }

    /// <summary>It has been written for its receiver, after waiting in the receiver's session since then.</summary>
    public void OnWritten(SignalSample sample, DateTimeOffset since)
    {
        var took = time.GetUtcNow() - sample.SentAt;
        _delivery.Record(
            Math.Max(0, took.TotalSeconds), // the clocks of two nodes are not quite the same
            new KeyValuePair<string, object?>("path", SignalCounts.NameOf(sample.Path)));
        if (sample.Context != default && Start("signal deliver", ActivityKind.Producer, sample.Context, since) is { } delivering)
            Stop(delivering);
    }

    /// <summary>Ends a span. Whatever goes on around it stays what it was.</summary>
    public static void Stop(Activity span)
    {
        var around = Activity.Current;
        span.Stop();
        Activity.Current = around;
    }

    private static Activity? Start(string name, ActivityKind kind, ActivityContext parent, DateTimeOffset since)
    {
        var around = Activity.Current;
        Activity.Current = null;
        var span = Source.StartActivity(kind, parent, startTime: since, name: name);
        Activity.Current = around;
        return span;
    }
}
