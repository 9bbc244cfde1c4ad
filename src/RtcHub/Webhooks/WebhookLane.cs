namespace RtcHub.Webhooks;

/// <summary>The events of one topic that wait, in order. Not thread-safe.</summary>
internal sealed class WebhookLane
{
    /// <summary>The first may be under way; it stays until it is done with.</summary>
    public LinkedList<Webhook> Webhooks { get; } = new();

    /// <summary>How often the first was tried in vain.</summary>
    public int Failures { get; set; }

    public bool IsUnderWay { get; set; }
}
