using RtcHub.Diagnostics;

namespace RtcHub.Sessions;

/// <summary>The frames of an outbox whose writing somebody wants to hear of, in their order. Not thread-safe.</summary>
internal sealed class WatchedFrames(SignalSamples samples, TimeProvider time)
{
    private const int Max = 64; // a session that is away may never come for them

    private readonly Queue<(long Number, SignalSample Sample, DateTimeOffset Since)> _frames = [];

    public void Add(long number, SignalSample sample)
    {
        if (_frames.Count < Max)
            _frames.Enqueue((number, sample, time.GetUtcNow()));
    }

    /// <summary>All before that number are written.</summary>
    public void OnWritten(long next)
    {
        while (_frames.TryPeek(out var frame) && frame.Number < next)
        {
            _frames.Dequeue();
            samples.OnWritten(frame.Sample, frame.Since);
        }
    }

    /// <summary>The numbers begin anew.</summary>
    public void Clear() => _frames.Clear();
}
