using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Promises;

/// <summary>All promises, over all logs.</summary>
internal sealed class Checker(Limits limits)
{
    private int _reported;

    public ExactlyOncePromise ExactlyOnce { get; } = new();

    public ConnectionPromise Connections { get; } = new();

    private IReadOnlyList<IPromise> Others { get; } =
        [new AddressPromise(), new RosterPromise(), new DeparturePromise(), new ResumePromise(), new AnswerPromise()];

    /// <summary>What is broken in what happened since the last time, the first first.</summary>
    /// <param name="journal">Where it happened.</param>
    /// <param name="now">When everyone was calm.</param>
    /// <param name="stall">How long this program stood still meanwhile: times that it measured may be longer by that.</param>
    public (Round Round, Broken[] Broken) Check(Journal journal, TimeSpan now, TimeSpan stall)
    {
        var allowed = limits with
        {
            Silence = limits.Silence + stall,
            Back = limits.Back + stall,
            StaleLinkCloses = limits.StaleLinkCloses + stall,
        };
        var round = new Round(journal, allowed, now);
        var seen = journal.Seen;
        Broken[] broken =
        [
            .. seen.Skip(_reported)
                .Concat(((IPromise[])[ExactlyOnce, Connections, .. Others]).SelectMany(promise => promise.Check(round)))
                .OrderBy(broken => broken.At),
        ];
        _reported = seen.Length;
        return (round, broken);
    }
}
