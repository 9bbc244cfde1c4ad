using RtcHub.Webhooks;

namespace RtcHub.Redis;

/// <summary>What a look into the queue of webhooks showed.</summary>
/// <param name="IsHeld">Whether it is this node that sends.</param>
/// <param name="IsNew">Whether it was not so a moment ago: the lease was over, or Redis was emptied.</param>
/// <param name="Dropped">How many events were dropped since somebody looked last, because there were too many.</param>
/// <param name="OldestNumber">Everything before that is in the queue no more.</param>
/// <param name="Webhooks">The next ones.</param>
internal sealed record WebhookReading(bool IsHeld, bool IsNew, long Dropped, long OldestNumber, IReadOnlyList<Webhook> Webhooks);
