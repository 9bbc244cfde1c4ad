using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Promises;

/// <summary>
/// A connection is lost only with its node, never with Redis. One that its session has left is closed by the service, and
/// nothing is delivered on it: not after a newer one has the session, and not by a node that stood still while others
/// took its sessions over.
/// </summary>
/// <remarks>
/// One thing a node can't help: what it was just writing when it was stopped is written when it goes on. So what was sent
/// or asked within <see cref="Hand"/> of the stop may come <see cref="Awakening"/> after it; and one event of a roster, for
/// which nobody knows when it was made.
/// </remarks>
internal sealed class ConnectionPromise : IPromise
{
    private static readonly TimeSpan AfterAFault = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SupersededCloses = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan UntilJudged = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Hand = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Awakening = TimeSpan.FromMilliseconds(150);

    private readonly HashSet<WatchedLink> _done = [];

    /// <summary>The longest that a continued node took to close a connection whose session it had lost.</summary>
    public TimeSpan SlowestClose { get; private set; }

    public IEnumerable<Broken> Check(Round round)
    {
        foreach (var (log, entries) in round.Sessions)
        {
            foreach (var lost in entries.OfType<Detached>().Where(lost => lost.Why == Loss.Closed && !MayBeLost(lost, round)))
                yield return new Broken("connections", lost.At, [log], $"{log} lost its connection to node {lost.Node}, to which nothing had happened");
        }

        foreach (var watched in round.Watched.Where(watched => !_done.Contains(watched)))
        {
            if (watched.ClosedAt is null && round.Now - watched.Since < UntilJudged)
                continue; // next time

            if (watched.Why == Loss.GivenUp)
                SlowestClose = Max(SlowestClose, watched.ClosedAt - StopOf(watched, round)?.To);
            foreach (var (at, what) in watched.Why == Loss.GivenUp ? CheckGivenUp(watched, round) : CheckSuperseded(watched, round))
                yield return new Broken("connections", at, [watched.Session], $"{watched.Session}, on the connection to node {watched.Node} that it had left ({watched.Why}) at {watched.Since.TotalSeconds:0.000}: {what}");
            _done.Add(watched);
        }
    }

    private static bool MayBeLost(Detached lost, Round round) => round.NodeFaulted(
        lost.Node, lost.At, lost.At, AfterAFault, FaultKind.NodeKilled, FaultKind.NodeStopped, FaultKind.NodeDrained)
        // A Resume that a stopped node finds when it goes on may take the session from where it is by then.
        || round.AnyFault(lost.At, lost.At, AfterAFault, FaultKind.NodeStopped);

    private static FaultRecord? StopOf(WatchedLink watched, Round round) => round.Faults.FirstOrDefault(fault =>
        fault.Kind == FaultKind.NodeStopped && (watched.Node < 0 || fault.Node == watched.Node) && fault.Touches(watched.Since, watched.Since));

    private static IEnumerable<(TimeSpan, string)> CheckGivenUp(WatchedLink watched, Round round)
    {
        if (StopOf(watched, round) is not { To: { } continued } stop)
            yield break; // the node did not stand still: its silence is another promise's
        if (watched.Session.EndingSince <= watched.Since)
            yield break; // its client was saying goodbye, and the node may take it

        var closes = continued + round.Limits.StaleLinkCloses + round.Limits.Slack;
        if (watched.ClosedAt is null ? round.Now > closes : watched.ClosedAt > closes)
            yield return (closes, $"the node went on at {continued.TotalSeconds:0.000}, and this was {(watched.ClosedAt is { } at ? $"closed at {at.TotalSeconds:0.000}" : "never closed")}");
        var late = watched.Heard.Where(heard => heard.At > continued).ToArray();
        foreach (var heard in late.Where(heard => heard.At > continued + Awakening || !WasInHand(heard)))
            yield return (heard.At, $"{heard.What} came after the node went on at {continued.TotalSeconds:0.000}");

        bool WasInHand(HeardLate heard) =>
            (heard.CalledAt ?? round.Messages.FirstOrDefault(message => message.Number == heard.Message)?.FirstSentAt) is { } begun
                ? begun >= stop.From - Hand && begun <= stop.From + Hand
                : heard == late.First(other => other is { Message: 0, CalledAt: null });
    }

    private static IEnumerable<(TimeSpan, string)> CheckSuperseded(WatchedLink watched, Round round)
    {
        if (round.NodeFaulted(watched.Node, watched.Since, watched.Since + SupersededCloses, default, FaultKind.NodeKilled, FaultKind.NodeStopped))
            yield break;
        if (round.AnyFault(watched.Since, watched.Since + SupersededCloses, default, FaultKind.RedisAway))
            yield break; // its node can't be told

        var closes = watched.Since + SupersededCloses;
        if (watched.ClosedAt is null ? round.Now > closes : watched.ClosedAt > closes)
            yield return (closes, "it was not closed");
        foreach (var heard in watched.Heard.Where(heard => heard.At > watched.Since + OnItsWay))
            yield return (heard.At, $"{heard.What} came");
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan? other) => other is { } time && time > one ? time : one;
}
