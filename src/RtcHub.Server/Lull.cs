namespace RtcHub.Server;

/// <summary>Knows when it has become so quiet that collecting garbage is worth it and disturbs nobody.</summary>
internal sealed class Lull
{
    private const long StormBytes = 16 * 1_048_576; // allocated between two looks
    private const int ManySessions = 100;

    /// <summary>A collection stops the server for some 70 µs for each connection.</summary>
    private const int MaxConnections = 1_000;

    /// <summary>A little more than a minute: what nobody has used for that long, the pools give back in a full collection.</summary>
    private const int LooksOfPools = 13;

    private long _allocated;
    private long _busiest; // the most that was allocated between two looks since the last lull began
    private int _mostSessions; // since then
    private int _looksToGo; // until that lull has lasted

    /// <summary>
    /// Whether a storm has passed or most sessions have gone since this was last so, or that was a minute ago and it has been
    /// quiet since. To be asked every 5 s, with the bytes that were ever allocated.
    /// </summary>
    public bool IsTimeToCollect(long allocated, int connections, int sessions)
    {
        var lately = allocated - _allocated;
        _allocated = allocated;
        _busiest = Math.Max(_busiest, lately);
        _mostSessions = Math.Max(_mostSessions, sessions);

        var hasStormPassed = _busiest >= StormBytes && lately <= _busiest / 4;
        var haveMostGone = _mostSessions >= ManySessions && sessions <= _mostSessions / 2;
        var hasLasted = _looksToGo == 1 && lately < StormBytes;
        _looksToGo = lately < StormBytes ? Math.Max(0, _looksToGo - 1) : 0;
        if (connections > MaxConnections || !(hasStormPassed || haveMostGone || hasLasted))
            return false;

        if (hasStormPassed || haveMostGone)
            _looksToGo = LooksOfPools;
        (_busiest, _mostSessions) = (lately, sessions);
        return true;
    }
}
