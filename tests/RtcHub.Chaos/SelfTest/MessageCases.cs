using RtcHub.Chaos.Logs;
using static RtcHub.Chaos.SelfTest.FabricatedRun;

namespace RtcHub.Chaos.SelfTest;

/// <summary>Messages that are lost, doubled, out of order, or not what or where they should be.</summary>
internal static class MessageCases
{
    public static Case[] All { get; } =
    [
        new("a message that is seen", null, run => run.Hear(run.Bob, run.Say(run.Ada, run.Bob, 10), 10.005)),
        new("a message to everyone that all see", null, run =>
        {
            var message = run.Say(run.Ada, Message.Everyone, 10, "ok", run.Bob, run.Cleo);
            run.Hear(run.Bob, message, 10.02);
            run.Hear(run.Cleo, message, 10.02);
        }),
        new("a message without an answer that nobody saw", null, run => run.Say(run.Ada, run.Bob, 10, code: null)),
        new("a message without an answer that was seen", null, run => run.Hear(run.Bob, run.Say(run.Ada, run.Bob, 10, code: null), 10.1)),
        new("a refused message", null, run => run.Say(run.Ada, "nobody", 10, "peer_gone")),

        new("lost", "exactly once", run => run.Say(run.Ada, run.Bob, 10)),
        new("lost, though queued", "exactly once", run => run.Say(run.Ada, run.Bob, 10, "queued")),
        new("lost, of those to everyone", "exactly once", run =>
            run.Hear(run.Bob, run.Say(run.Ada, Message.Everyone, 10, "ok", run.Bob, run.Cleo), 10.02)),
        new("lost with the node that died", null, run =>
        {
            run.Fault(FaultKind.NodeKilled, 1, 9.9, 14);
            run.Say(run.Ada, run.Bob, 10);
            run.Resume(run.Bob, 9.95, 16, "gap", node: 1, Loss.Closed);
        }),
        new("lost after the gap's answer", "exactly once", run =>
        {
            run.Fault(FaultKind.NodeKilled, 1, 9.9, 14);
            run.Resume(run.Bob, 9.95, 16, "gap", node: 1, Loss.Closed);
            run.Say(run.Ada, run.Bob, 16.1);
        }),
        new("lost long before the gap", "exactly once", run =>
        {
            run.Say(run.Ada, run.Bob, 10);
            run.Call(run.Bob, 13, node: 1);
            run.Fault(FaultKind.NodeKilled, 1, 14, 20);
            run.Resume(run.Bob, 14.1, 20, "gap", node: 1, Loss.Closed);
        }),
        new("lost at the end of the receiver's session", null, run =>
        {
            run.Say(run.Ada, run.Bob, 10);
            run.Vanish(run.Bob, 10.6, 16);
        }),
        new("lost long before the end of the receiver's session", "exactly once", run =>
        {
            run.Say(run.Ada, run.Bob, 10);
            run.Call(run.Bob, 13, node: 1);
            run.Vanish(run.Bob, 14, 19.5);
        }),
        new("lost between leaving while Redis was away and coming back", null, run =>
        {
            run.Fault(FaultKind.RedisAway, -1, 8, 13);
            run.Say(run.Ada, run.Bob, 13.5);
            run.GoAndComeBack(run.Bob, 10, 14);
        }),
        new("lost long after leaving, when it had just come back", "exactly once", run =>
        {
            run.Say(run.Ada, run.Bob, 13.5);
            run.GoAndComeBack(run.Bob, 10, 13.6);
        }),
        new("lost while Redis was away for longer than its sender's window", null, run => SayAndBeGone(run, redisBack: 14.9)),
        new("lost when Redis was back long before its sender's window was over", "exactly once", run => SayAndBeGone(run, redisBack: 11)),
        new("seen twice", "exactly once", run =>
        {
            var message = run.Say(run.Ada, run.Bob, 10);
            run.Hear(run.Bob, message, 10.02);
            run.Hear(run.Bob, message, 10.03);
        }),
        new("without an answer, and seen twice", "exactly once", run =>
        {
            var message = run.Say(run.Ada, run.Bob, 10, code: null);
            run.Hear(run.Bob, message, 10.02);
            run.Hear(run.Bob, message, 12);
        }),
        new("seen again in a later phase", "exactly once", run =>
        {
            var message = run.Say(run.Ada, run.Bob, 10);
            run.Hear(run.Bob, message, 10.02);
            run.Check();
            run.Hear(run.Bob, message, 70);
        }),
        new("seen, and never sent", "exactly once", run =>
            run.Note(run.Bob, new MessageHeard(S(10), "Message", Tea, run.Ada.PeerId, 4711, IsIntact: true))),

        new("refused and seen", "refused is never seen", run =>
            run.Hear(run.Bob, run.Say(run.Ada, run.Bob, 10, "backplane_unavailable"), 10.02)),
        new("refused for everyone, out of reach of some", null, run =>
        {
            run.Fault(FaultKind.NodeKilled, 2, 9, 14);
            run.Hear(run.Bob, run.Say(run.Ada, Message.Everyone, 10, "backplane_unavailable", run.Bob, run.Cleo), 10.02);
        }),
        new("refused for everyone and seen by one", "refused is never seen", run =>
            run.Hear(run.Cleo, run.Say(run.Ada, Message.Everyone, 10, "peer_gone", run.Bob), 10.02)),

        new("out of order", "order", run =>
        {
            var (first, second) = (run.Say(run.Ada, run.Bob, 10), run.Say(run.Ada, run.Bob, 11));
            run.Hear(run.Bob, second, 11.02);
            run.Hear(run.Bob, first, 11.03);
        }),
        new("two senders in any order", null, run =>
        {
            var (first, second) = (run.Say(run.Ada, run.Bob, 10), run.Say(run.Cleo, run.Bob, 11));
            run.Hear(run.Bob, second, 11.02);
            run.Hear(run.Bob, first, 11.03);
        }),
        new("from another", "from", run => run.Hear(run.Bob, run.Say(run.Ada, run.Bob, 10), 10.02, from: run.Cleo.PeerId)),
        new("in another topic", "topic", run =>
        {
            foreach (var log in (SessionLog[])[run.Ada, run.Bob])
                run.Note(log, new SnapshotTaken(S(5), "coffee", 2, [View(log == run.Ada ? run.Bob : run.Ada)]));
            run.Hear(run.Bob, run.Say(run.Ada, run.Bob, 10), 10.02, topic: "coffee");
        }),
        new("in a topic that the receiver is not in", "roster", run =>
        {
            run.Note(run.Ada, new SnapshotTaken(S(5), "coffee", 1, []));
            var message = run.Journal.Write(run.Ada, "SendMessage", "coffee", run.Bob.PeerId, S(10));
            run.Hear(run.Bob, message, 10.02, topic: "coffee");
        }),
        new("to another", "addressee", run =>
        {
            var message = run.Say(run.Ada, run.Bob, 10);
            run.Hear(run.Bob, message, 10.02);
            run.Hear(run.Cleo, message, 10.02);
        }),
        new("to its own sender", "addressee, roster", run =>
        {
            var message = run.Say(run.Ada, Message.Everyone, 10, "ok", run.Bob);
            run.Hear(run.Bob, message, 10.02);
            run.Hear(run.Ada, message, 10.02);
        }),
        new("with other bytes", "unchanged", run => run.Hear(run.Bob, run.Say(run.Ada, run.Bob, 10), 10.02, isIntact: false)),
        new("as another method", "unchanged", run => run.Hear(run.Bob, run.Say(run.Ada, run.Bob, 10), 10.02, method: "Offer")),
    ];

    /// <summary>Ada sends as Redis dies, loses her connection, and is back when her session is gone; Bob never sees it.</summary>
    private static void SayAndBeGone(FabricatedRun run, double redisBack)
    {
        run.Fault(FaultKind.RedisAway, -1, 9.95, redisBack);
        run.Say(run.Ada, run.Bob, 10);
        run.Call(run.Ada, 10);
        run.Resume(run.Ada, down: 10.4, at: 18, "session_gone", node: 0);
        foreach (var observer in (SessionLog[])[run.Bob, run.Cleo])
            run.Left(observer, run.Ada, 15.5, 4, "timeout");
        run.Version = 4;
        run.End(run.Ada, 18, Ending.Gone);
    }
}
