using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Promises;

/// <summary>
/// What happened since the last check, up to a calm in which every call was answered and every client had heard
/// everything that was for it.
/// </summary>
internal sealed class Round
{
    private readonly Dictionary<string, SessionLog> _all;

    public Round(Journal journal, Limits limits, TimeSpan now)
    {
        (Limits, Now) = (limits, now);
        _all = journal.Sessions.ToDictionary(session => session.PeerId, StringComparer.Ordinal);
        Sessions = [.. _all.Values.Select(session => (session, session.TakeEntries())).Where(session => session.Item2.Length > 0)];
        Messages = journal.TakeMessages();
        Faults = journal.Faults;
        Watched = journal.Watched;
        LastUnfinishedArrival = journal.LastUnfinishedArrival;
    }

    public Limits Limits { get; }

    public TimeSpan Now { get; }

    public IReadOnlyList<(SessionLog Log, Entry[] Entries)> Sessions { get; }

    public IReadOnlyList<Message> Messages { get; }

    public IReadOnlyList<FaultRecord> Faults { get; }

    public IReadOnlyList<WatchedLink> Watched { get; }

    public TimeSpan LastUnfinishedArrival { get; }

    /// <summary>Any session that ever was, with entries in this round or not.</summary>
    public SessionLog? Find(string peerId) => _all.GetValueOrDefault(peerId);

    /// <summary>Whether the node was killed, stopped or told to go in that time. Behind a load balancer (-1) any node may be meant.</summary>
    public bool NodeFaulted(int node, TimeSpan begin, TimeSpan end, TimeSpan after, params FaultKind[] kinds) => Faults.Any(fault =>
        kinds.Contains(fault.Kind) && (node < 0 || fault.Node == node) && fault.Touches(begin, end, after));

    public bool AnyFault(TimeSpan begin, TimeSpan end, TimeSpan after, params FaultKind[] kinds) =>
        NodeFaulted(FaultRecord.NoNode, begin, end, after, kinds);
}
