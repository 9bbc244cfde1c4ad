namespace RtcHub.Webhooks;

/// <summary>What became of one attempt.</summary>
/// <param name="Outcome">Whether it is done with.</param>
/// <param name="Reason">With <see cref="WebhookOutcome.Failed"/>: a status or the kind of error, fit for a log.</param>
/// <param name="RetryAfter">When the receiver wants to be asked again, if it said so.</param>
internal readonly record struct WebhookAnswer(WebhookOutcome Outcome, string Reason = "", TimeSpan? RetryAfter = null);

internal enum WebhookOutcome
{
    /// <summary>The receiver has it.</summary>
    Delivered,

    /// <summary>It is to be sent again later.</summary>
    Failed,

    /// <summary>The receiver wants no webhooks any more.</summary>
    Gone,

    /// <summary>It is not sent any more.</summary>
    Dropped,

    /// <summary>This node does not send any more: it stops, or another does.</summary>
    NotOurs,
}
