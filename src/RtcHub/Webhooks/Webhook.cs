using RtcHub.Topics;

namespace RtcHub.Webhooks;

/// <summary>One event for the receiver.</summary>
/// <param name="Number">Its place in the queue.</param>
/// <param name="Kind">What it tells.</param>
/// <param name="Id">The same each time that it is sent.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Sequence">The topic's events counted, so that the receiver sees when some were dropped.</param>
/// <param name="Change">The change of the roster that it tells of.</param>
internal sealed record Webhook(long Number, WebhookKind Kind, string Id, DateTimeOffset Time, long Sequence, RosterEvent Change)
{
    public string Topic => Change.Topic;

    /// <summary>As a shared queue has it; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Entry { get; init; }
}
