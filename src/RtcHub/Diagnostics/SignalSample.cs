using System.Diagnostics;
using RtcHub.Backplane;

namespace RtcHub.Diagnostics;

/// <summary>A signal whose way is timed and, when somebody listens, traced: one of some.</summary>
/// <param name="kind">What it is.</param>
/// <param name="sentAt">When its sender's call came.</param>
/// <param name="path">Whether it came from another node.</param>
/// <param name="context">The span that what happens next belongs to; <see langword="default"/> when it is not traced.</param>
internal sealed class SignalSample(EnvelopeKind kind, DateTimeOffset sentAt, SignalPath path, ActivityContext context)
{
    public EnvelopeKind Kind => kind;

    public DateTimeOffset SentAt => sentAt;

    public SignalPath Path => path;

    public ActivityContext Context { get; set; } = context;

    /// <summary>The sender's call, until it is answered.</summary>
    public Activity? Sending { get; init; }
}
