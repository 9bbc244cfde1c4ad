using Microsoft.Extensions.Logging;
using RtcHub.Diagnostics;

namespace RtcHub.Webhooks;

/// <summary>
/// What is known of the receiver. It counts as down when attempts fail, of whichever topic, and none succeeds in between;
/// then it is tried one event at a time, with growing waits, until it takes one.
/// </summary>
internal sealed class WebhookReceiver(TimeProvider time, ILogger<WebhookReceiver> logger)
{
    private const int DownAfter = 3;

    private readonly Lock _gate = new();
    private int _failures;
    private bool _isDropping;

    public bool IsDown { get; private set; }

    /// <summary>It answered 410: it gets nothing any more, until this node is started again.</summary>
    public bool IsGone { get; private set; }

    /// <summary>It asked for nothing before that (<see cref="TimeProvider.GetTimestamp"/>).</summary>
    public long PausedUntil { get; private set; } = long.MinValue;

    /// <summary>Before that nothing is sent again of what has failed.</summary>
    public long DownUntil { get; private set; } = long.MinValue;

    /// <summary>Takes an answer into account. True when the receiver is back: all that waited may go.</summary>
    public bool Note(WebhookAnswer answer)
    {
        lock (_gate)
        {
            switch (answer.Outcome)
            {
                case WebhookOutcome.Delivered:
                    return NoteDelivered();
                case WebhookOutcome.Failed:
                    NoteFailed(answer);
                    break;
                case WebhookOutcome.Gone when !IsGone:
                    IsGone = true;
                    logger.WebhookReceiverGone();
                    break;
            }

            return false;
        }
    }

    /// <summary>Events are dropped. Said once, until the receiver was down and is back.</summary>
    public void NoteDropped()
    {
        lock (_gate)
        {
            if (!_isDropping && !IsGone)
                logger.WebhooksDropped();
            _isDropping = true;
        }
    }

    private bool NoteDelivered()
    {
        var isBack = IsDown;
        if (isBack)
        {
            logger.WebhookReceiverBack();
            _isDropping = false;
        }

        (IsDown, _failures, DownUntil) = (false, 0, long.MinValue);
        return isBack;
    }

    private void NoteFailed(WebhookAnswer answer)
    {
        _failures++;
        if (_failures == DownAfter)
        {
            IsDown = true;
            logger.WebhookReceiverDown(answer.Reason);
        }

        if (IsDown)
            DownUntil = In(RetryDelay.After(_failures, Random.Shared.NextDouble()));
        if (answer.RetryAfter is { } wait)
            PausedUntil = Math.Max(PausedUntil, In(wait));
    }

    private long In(TimeSpan wait) => time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);
}
