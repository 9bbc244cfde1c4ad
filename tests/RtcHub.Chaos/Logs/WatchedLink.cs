namespace RtcHub.Chaos.Logs;

/// <summary>A connection that its client has left and still watches: what may come on it, and when must it close?</summary>
internal sealed class WatchedLink(SessionLog session, int node, TimeSpan since, Loss why)
{
    private readonly Lock _gate = new();
    private readonly List<(TimeSpan At, string What, long Message)> _heard = [];

    public SessionLog Session => session;

    public int Node => node;

    public TimeSpan Since => since;

    public Loss Why => why;

    public TimeSpan? ClosedAt { get; set; }

    public (TimeSpan At, string What, long Message)[] Heard
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
    public void Hear(TimeSpan at, string what, long message = 0)
    {
        lock (_gate)
            _heard.Add((at, what, message));
    }
}
