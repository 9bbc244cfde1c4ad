using RtcHub.Chaos.Logs;
using static RtcHub.Chaos.SelfTest.FabricatedRun;

namespace RtcHub.Chaos.SelfTest;

/// <summary>Rosters that are not true, and versions that make no sense.</summary>
internal static class RosterCases
{
    public static Case[] All { get; } =
    [
        new("three who meet", null, _ => { }),
        new("one who joins and one who vanishes", null, run =>
        {
            Arrive(run, "dora", 10);
            run.Vanish(run.Bob, 20, 25.5);
        }),
        new("one who says Bye", null, run =>
        {
            run.Left(run.Ada, run.Bob, 10.1, 4, "left");
            run.Left(run.Cleo, run.Bob, 10.1, 4, "left");
            run.Version = 4;
            run.End(run.Bob, 10, Ending.Bye);
        }),
        new("own metadata, which is not told to oneself", null, run =>
        {
            run.Note(run.Ada, new OwnChange(S(10), Tea));
            run.Version = 4;
            Update(run, run.Bob, run.Ada, 10.1, 4);
            Update(run, run.Cleo, run.Ada, 10.1, 4);
            Arrive(run, "dora", 11);
        }),

        new("own metadata, changed before the Roster of a move is there", null, run =>
        {
            run.Resume(run.Ada, 9.9, 10, "ok", node: 1);
            ChangeBeforeRoster(run, changes: 4);
        }),
        new("more left out than a move and one change make", "roster", run =>
        {
            run.Resume(run.Ada, 9.9, 10, "ok", node: 1);
            ChangeBeforeRoster(run, changes: 5);
        }),
        new("as many left out, though the change was answered before the Roster", "roster", run =>
        {
            run.Resume(run.Ada, 9.9, 10, "ok", node: 1);
            run.Call(run.Ada, 10.01, "UpdateMetadata", node: 1);
            ChangeBeforeRoster(run, changes: 4);
        }),

        new("a message before its sender joined", "roster", run =>
        {
            var dora = Arrive(run, "dora", 10);
            run.Hear(run.Ada, run.Say(dora, run.Ada, 9.5), 9.9);
        }),
        new("a message after its sender left", "roster", run =>
        {
            var message = run.Say(run.Bob, run.Ada, 19.9);
            run.Vanish(run.Bob, 20, 25.5);
            run.Hear(run.Ada, message, 26);
        }),
        new("a version goes back", "roster", run =>
        {
            Update(run, run.Ada, run.Bob, 10, 4);
            Update(run, run.Ada, run.Bob, 11, 4);
        }),
        new("a version is left out", "roster", run =>
        {
            Update(run, run.Ada, run.Bob, 10, 5);
            run.Version = 5;
        }),
        new("a Roster of an older version", "roster", run =>
            run.Note(run.Ada, new RosterHeard(S(10), "Roster", Tea, 2, [View(run.Bob), View(run.Cleo)]))),
        new("a Roster of a much newer version", null, run =>
        {
            foreach (var log in run.Living)
                run.Note(log, new RosterHeard(S(10), "Roster", Tea, 90, [.. run.Living.Where(peer => peer != log).Select(peer => View(peer))]));
            run.Version = 90;
        }),
        new("one who is there joins", "roster", run =>
        {
            run.Joined(run.Ada, run.Bob, 10, 4);
            run.Version = 4;
        }),
        new("one who is not there changes", "roster", run =>
        {
            var dora = Arrive(run, "dora", 10);
            run.Vanish(dora, 20, 25.5);
            Update(run, run.Ada, dora, 26, run.Version + 1);
            run.Left(run.Ada, dora, 26.1, run.Version + 2, "timeout");
        }),
        new("nothing but news after a gap", "roster", run =>
        {
            run.Fault(FaultKind.NodeKilled, 0, 10, 14);
            run.Note(run.Ada, new Detached(S(10), 0, Loss.Closed));
            run.Note(run.Ada, new ResumeAnswered(S(16), 1, "gap", S(10), S(10)));
            Update(run, run.Ada, run.Bob, 16.1, 4);
            run.Note(run.Ada, new RosterHeard(S(16.2), "Roster", Tea, 4, [View(run.Bob), View(run.Cleo)]));
            run.Version = 4;
        }),
        new("what was told is not what is there", "roster", run =>
        {
            Arrive(run, "dora", 10, tellCleo: false);
            run.Version = 3; // Cleo can't tell by the version
        }),
        new("removed", "roster", run => run.Note(run.Ada, new RosterHeard(S(10), "Removed", Tea, 0, [], "operator"))),

        new("a ghost in the calm", "departures", run =>
        {
            Arrive(run, "dora", 10);
            var ghost = run.Listed.Last();
            run.End(ghost.Key, 20, Ending.Abandoned);
            foreach (var log in run.Living)
                run.Note(log, new SnapshotTaken(S(59), Tea, 4, [.. run.Listed.Where(peer => peer.Key != log).Select(peer => peer.Value)]) { Living = run.Living.ToDictionary(peer => peer.PeerId, _ => "null") });
            Forget(run, ghost.Key, 59.5);
        }),
        new("a ghost for too long", "departures", run => run.Vanish(run.Bob, 20, 36)),
        new("one who said Bye is listed for too long", "departures", run =>
        {
            run.Left(run.Ada, run.Bob, 16, 4, "left");
            run.Left(run.Cleo, run.Bob, 16, 4, "left");
            run.Version = 4;
            run.End(run.Bob, 10, Ending.Bye);
        }),
        new("one who lives is missing", "departures", run =>
        {
            run.Left(run.Ada, run.Bob, 10, 4, "timeout");
            run.Left(run.Cleo, run.Bob, 10, 4, "timeout");
            run.Version = 4;
            run.Listed.Remove(run.Bob);
        }),
        new("one who is connected is listed as interrupted", "departures", run =>
        {
            run.Listed[run.Bob] = View(run.Bob, "interrupted");
            foreach (var log in (SessionLog[])[run.Ada, run.Cleo])
                run.Note(log, new RosterHeard(S(10), "PeerUpdated", Tea, 4, [run.Listed[run.Bob]]));
            run.Version = 4;
        }),
        new("metadata of long ago", "departures", run =>
        {
            run.Listed[run.Bob] = View(run.Bob, metadata: """{"edition":1}""");
            foreach (var log in (SessionLog[])[run.Ada, run.Cleo])
                run.Note(log, new RosterHeard(S(10), "PeerUpdated", Tea, 4, [run.Listed[run.Bob]]));
            run.Version = 4;
        }),
        new("said to have left, and did not", "departures", run =>
        {
            run.Left(run.Ada, run.Bob, 10, 4, "left");
            run.Joined(run.Ada, run.Bob, 11, 5);
            run.Version = 5;
        }),
        new("said to have timed out, and was resumed", "departures", run =>
        {
            run.Call(run.Bob, 9, node: 1);
            run.Left(run.Ada, run.Bob, 10, 4, "timeout");
            run.Resume(run.Bob, 9.5, 11, "ok", node: 1);
            run.Joined(run.Ada, run.Bob, 11, 5);
            run.Version = 5;
        }),
    ];

    private static SessionLog Arrive(FabricatedRun run, string name, double at, bool tellCleo = true)
    {
        SessionLog[] others = [.. run.Living];
        var log = run.Begin(name, node: 0, at, ++run.Version, others);
        foreach (var other in others.Where(other => tellCleo || other != run.Cleo))
            run.Joined(other, log, at + 0.01, run.Version);
        return log;
    }

    /// <summary>Ada has so many versions go by that she is not told of; her last call before the Roster changes her metadata.</summary>
    private static void ChangeBeforeRoster(FabricatedRun run, int changes)
    {
        run.Note(run.Ada, new OwnChange(S(10), Tea));
        run.Note(run.Ada, new RosterHeard(S(10.1), "Roster", Tea, run.Version, [View(run.Bob), View(run.Cleo)]));
        for (var i = 0; i < changes; i++)
        {
            run.Version++;
            Update(run, run.Bob, run.Ada, 10.2, run.Version);
            Update(run, run.Cleo, run.Ada, 10.2, run.Version);
        }

        Arrive(run, "dora", 11);
    }

    private static void Update(FabricatedRun run, SessionLog observer, SessionLog peer, double at, long version) =>
        run.Note(observer, new RosterHeard(S(at), "PeerUpdated", Tea, version, [View(peer)]));

    private static void Forget(FabricatedRun run, SessionLog ghost, double at)
    {
        run.Version++;
        foreach (var log in run.Living)
            run.Left(log, ghost, at, run.Version, "timeout");
    }
}
