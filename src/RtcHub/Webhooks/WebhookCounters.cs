namespace RtcHub.Webhooks;

/// <summary>What this node has done for webhooks since it started.</summary>
internal sealed class WebhookCounters
{
    private long _delivered;
    private long _retried;
    private long _dropped;
    private long _waiting;

    /// <summary>Events that the receiver took.</summary>
    public long Delivered => Interlocked.Read(ref _delivered);

    /// <summary>Attempts that failed, after which the event is sent again.</summary>
    public long Retried => Interlocked.Read(ref _retried);

    /// <summary>Events that the receiver will not get: there were too many, they were too old, or it wants none any more.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Events that this node has yet to send. Of several nodes, one has them all.</summary>
    public long QueueLength => Interlocked.Read(ref _waiting);

    public void CountDelivered() => Interlocked.Increment(ref _delivered);

    public void CountRetried() => Interlocked.Increment(ref _retried);

    public void CountDropped(long events) => Interlocked.Add(ref _dropped, events);

    public void CountWaiting(long by) => Interlocked.Add(ref _waiting, by);
}
