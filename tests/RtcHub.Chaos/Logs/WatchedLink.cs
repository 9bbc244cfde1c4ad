namespace RtcHub.Chaos.Logs;

/// <summary>A connection that its client has left and still watches: what may come on it, and when must it close?</summary>
internal sealed class WatchedLink(SessionLog session, int node, TimeSpan since, Loss why)
{
    private readonly Lock _gate = new();
    private readonly List<HeardLate> _heard = [];

    public SessionLog Session => session;

    public int Node => node;

    public TimeSpan Since => since;

    public Loss Why => why;

    public TimeSpan? ClosedAt { get; set; }

    public HeardLate[] Heard
    {
        get
        {
            lock (_gate)
                return [.. _heard];
        }
    }

    /// <param name="at">When.</param>
    /// <param name="what">What came.</param>
    /// <param name="message">The message that it brought or answered; 0 for any other.</param>
    /// <param name="calledAt">When the call was made that it answered; null for any other.</param>
    public void Hear(TimeSpan at, string what, long message = 0, TimeSpan? calledAt = null)
    {
        lock (_gate)
            _heard.Add(new HeardLate(at, what, message, calledAt));
    }
}

/// <summary>What came on a connection that its client has left.</summary>
internal sealed record HeardLate(TimeSpan At, string What, long Message, TimeSpan? CalledAt);
