using RtcHub.Chaos.Logs;
using static RtcHub.Chaos.SelfTest.FabricatedRun;

namespace RtcHub.Chaos.SelfTest;

/// <summary>Resumes, answers and connections that are not what was promised.</summary>
internal static class ConnectionCases
{
    public static Case[] All { get; } =
    [
        new("a resume", null, run => run.Resume(run.Ada, 10, 11, "ok", node: 1, received: 3, answered: 2, sent: 4)),
        new("a resume that forgets an answered call", "resume", run => run.Resume(run.Ada, 10, 11, "ok", node: 1, received: 1, answered: 2, sent: 4)),
        new("a resume that knows of calls that were never made", "resume", run => run.Resume(run.Ada, 10, 11, "ok", node: 1, received: 5, answered: 2, sent: 4)),
        new("a gap for no reason", "resume", run => run.Resume(run.Ada, 10, 11, "gap", node: 0)),
        new("a gap because another node died", "resume", run =>
        {
            run.Fault(FaultKind.NodeKilled, 2, 9, 14);
            run.Resume(run.Ada, 10, 11, "gap", node: 0);
        }),
        new("a gap in a rolling restart", "resume", run =>
        {
            run.Fault(FaultKind.NodeDrained, 0, 9, 14);
            run.Resume(run.Ada, 10, 11, "gap", node: 0);
        }),
        new("a gap because the node of an unanswered Resume stood still", null, run =>
        {
            run.Fault(FaultKind.NodeStopped, 2, 9, 18);
            run.Note(run.Ada, new Detached(S(10), 0, Loss.Dropped));
            run.Note(run.Ada, new ResumeUnanswered(S(12), 2));
            run.Note(run.Ada, new ResumeAnswered(S(17), 1, "gap", S(10), S(10)));
            run.Note(run.Ada, new RosterHeard(S(17), "Roster", Tea, 3, [View(run.Bob), View(run.Cleo)]));
        }),
        new("gone while it was connected", "resume", run =>
        {
            run.Note(run.Ada, new ResumeAnswered(S(11), 0, "session_gone", null, S(10)));
        }),
        new("gone before its window was over", "resume", run => run.Resume(run.Ada, 10, 13, "session_gone", node: 0)),
        new("gone with its node, and with a topic", "resume", run =>
        {
            run.Fault(FaultKind.NodeKilled, 1, 9.9, 14);
            run.Resume(run.Bob, 10, 11, "session_gone", node: 1, Loss.Closed);
        }),
        new("gone after its node had stood still for a window, which its client noticed late", null, run =>
        {
            run.Fault(FaultKind.NodeStopped, 0, 9, 29);
            run.Note(run.Ada, new Detached(S(24), 0, Loss.GivenUp));
            run.Note(run.Ada, new ResumeAnswered(S(25), 1, "session_gone", S(24), S(24)));
            run.Vanish(run.Ada, 16, 16.5);
        }),
        new("gone soon after its node had stood still", "resume", run =>
        {
            run.Fault(FaultKind.NodeStopped, 0, 9, 29);
            run.Note(run.Ada, new Detached(S(11), 0, Loss.GivenUp));
            run.Note(run.Ada, new ResumeAnswered(S(12), 1, "session_gone", S(11), S(11)));
        }),
        new("gone soon after its connection was lost, on a node that had stood still before", "resume", run =>
        {
            run.Fault(FaultKind.NodeStopped, 0, 9, 12);
            run.Note(run.Ada, new Detached(S(24), 0, Loss.Dropped));
            run.Note(run.Ada, new ResumeAnswered(S(25), 1, "session_gone", S(24), S(24)));
        }),
        new("gone with its node, before it was in any topic", null, run =>
        {
            var dan = run.Journal.Open("dan", "dan-peer-id", S(9));
            run.Note(dan, new Attached(S(9), 1));
            run.Fault(FaultKind.NodeKilled, 1, 9.9, 14);
            run.Resume(dan, 10, 11, "session_gone", node: 1, Loss.Closed);
            dan.End(S(11), Ending.Gone);
        }),
        new("gone after its window", null, run =>
        {
            run.Note(run.Ada, new Detached(S(10), 0, Loss.Dropped));
            run.Note(run.Ada, new ResumeAnswered(S(16), 0, "session_gone", S(10), S(15)));
            run.Vanish(run.Ada, 16, 16.5);
        }),
        new("back after eleven seconds", "resume", run => run.Resume(run.Ada, 10, 21, "ok", node: 1)),
        new("resumed as another", "resume", run => run.Note(run.Ada, new WelcomedBack(S(11), "somebody", [Tea]))),
        new("resumed without its topic", "resume", run => run.Note(run.Ada, new WelcomedBack(S(11), run.Ada.PeerId, []))),

        new("an answer after four seconds", "no silence", run => run.Call(run.Ada, 10, took: 4)),
        new("no answer", "no silence", run => run.Note(run.Ada, new CallGivenUp(S(14), S(10), 0, "SendMessage"))),
        new("no answer of a node that stood still", null, run =>
        {
            run.Fault(FaultKind.NodeStopped, 0, 9, 18);
            run.Note(run.Ada, new CallGivenUp(S(12), S(10), 0, "SendMessage"));
        }),
        new("invalid_payload", "codes", run => run.Call(run.Ada, 10, "Subscribe", "invalid_payload")),
        new("an exception", "codes", run => run.Call(run.Ada, 10, "Subscribe", "error: An unexpected error occurred")),
        new("backplane_unavailable while nothing is wrong", "codes", run => run.Call(run.Ada, 10, "SendMessage", "backplane_unavailable")),
        new("backplane_unavailable while Redis is away", null, run =>
        {
            run.Fault(FaultKind.RedisAway, -1, 9, 14);
            run.Call(run.Ada, 10, "SendMessage", "backplane_unavailable");
        }),
        new("peer_gone for one who is there", "codes", run => run.Say(run.Ada, run.Bob, 10, "peer_gone")),
        new("not_subscribed for one who is", "codes", run => run.Say(run.Ada, run.Bob, 10, "not_subscribed")),

        new("a connection lost with its node", null, run =>
        {
            run.Fault(FaultKind.NodeKilled, 0, 10, 14);
            run.Resume(run.Ada, 10, 16, "gap", node: 0, Loss.Closed);
        }),
        new("a connection lost for no reason", "connections", run => run.Resume(run.Ada, 10, 11, "ok", node: 0, Loss.Closed)),
        new("a connection lost with Redis", "connections", run =>
        {
            run.Fault(FaultKind.RedisAway, -1, 9, 14);
            run.Resume(run.Ada, 10, 11, "ok", node: 0, Loss.Closed);
        }),
        new("a node that stood still closes what it has lost", null, run => Stopped(run, closedAt: 18.5)),
        new("a node that stood still goes on serving", "connections", run => Stopped(run, closedAt: 25)),
        new("a node that stood still never closes", "connections", run => Stopped(run, closedAt: null)),
        new("a node that stood still delivers", "connections", run => Stopped(run, closedAt: 18.5).Hear(S(18.2), "Message")),
        new("what a node was just delivering when it stood still", null, run =>
            Stopped(run, closedAt: 18.5).Hear(S(18.01), "Message", run.Say(run.Ada, run.Bob, 8.97, code: null).Number)),
        new("an answer that a node was just giving when it stood still", null, run =>
            Stopped(run, closedAt: 18.5).Hear(S(18.01), "ok to UpdateMetadata", calledAt: S(9.01))),
        new("a node that stood still answers what it had not begun with", "connections", run =>
            Stopped(run, closedAt: 18.5).Hear(S(18.01), "ok to UpdateMetadata", calledAt: S(9.2))),
        new("an event that a node was just telling when it stood still", null, run => Stopped(run, closedAt: 18.5).Hear(S(18.01), "PeerUpdated")),
        new("a node that stood still tells more than one event", "connections", run =>
        {
            var watched = Stopped(run, closedAt: 18.5);
            watched.Hear(S(18.01), "PeerUpdated");
            watched.Hear(S(18.02), "PeerUpdated");
        }),
        new("a node that stood still delivers what it had not begun with", "connections", run =>
            Stopped(run, closedAt: 18.5).Hear(S(18.01), "Message", run.Say(run.Ada, run.Bob, 8.9, code: null).Number)),
        new("what came before a node stood still", null, run => Stopped(run, closedAt: 18.5).Hear(S(12), "Message")),
        new("a superseded connection is closed", null, run => Superseded(run, closedAt: 11.1)),
        new("a superseded connection stays open", "connections", run => Superseded(run, closedAt: 15)),
        new("a superseded connection gets messages", "connections", run => Superseded(run, closedAt: 12.5).Hear(S(12.2), "Message")),
    ];

    private static WatchedLink Stopped(FabricatedRun run, double? closedAt)
    {
        run.Fault(FaultKind.NodeStopped, 0, 9, 18);
        return Watch(run, 11, Loss.GivenUp, closedAt);
    }

    private static WatchedLink Superseded(FabricatedRun run, double? closedAt) => Watch(run, 11, Loss.Superseded, closedAt);

    private static WatchedLink Watch(FabricatedRun run, double since, Loss why, double? closedAt)
    {
        var watched = run.Journal.Watch(run.Ada, 0, S(since), why);
        watched.ClosedAt = closedAt is { } at ? S(at) : null;
        return watched;
    }
}
