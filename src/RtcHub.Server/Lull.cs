namespace RtcHub.Server;

/// <summary>Knows when it has become so quiet that collecting garbage is worth it and disturbs nobody.</summary>
internal sealed class Lull
{
    private const long StormBytes = 16 * 1_048_576; // allocated between two looks
    private const int ManySessions = 100;

    /// <summary>A collection stops the server for some 70 µs for each connection.</summary>
    private const int MaxConnections = 1_000;

    private long _allocated;
    private long _busiest; // the most that was allocated between two looks since the last lull
    private int _mostSessions; // since then

    /// <summary>
    /// Whether a storm has passed, or most sessions have gone, since this was last true. To be asked at equal intervals,
    /// with the bytes that were ever allocated.
    /// </summary>
    public bool Begins(long allocated, int connections, int sessions)
    {
        var lately = allocated - _allocated;
        _allocated = allocated;
        _busiest = Math.Max(_busiest, lately);
        _mostSessions = Math.Max(_mostSessions, sessions);

        var hasStormPassed = _busiest >= StormBytes && lately <= _busiest / 4;
        var haveMostGone = _mostSessions >= ManySessions && sessions <= _mostSessions / 2;
        if (connections > MaxConnections || !(hasStormPassed || haveMostGone))
            return false;

        (_busiest, _mostSessions) = (lately, sessions);
        return true;
    }
}
