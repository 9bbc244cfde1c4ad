using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Promises;

/// <summary>No silence: a call is answered in time while its connection is up, and with the code that is true.</summary>
internal sealed class AnswerPromise : IPromise
{
    private static readonly TimeSpan ToBeKnownEverywhere = TimeSpan.FromSeconds(1);

    public IEnumerable<Broken> Check(Round round)
    {
        foreach (var (log, entries) in round.Sessions)
        {
            foreach (var entry in entries)
            {
                foreach (var what in Check(entry, round))
                    yield return new Broken("no silence", entry.At, [log], $"{log}: {what}");
                if (entry is CallAnswered call && !IsPossible(call, round))
                    yield return new Broken("codes", call.At, [log], $"{log}: {call.Method} was answered with {call.Code}{(call.Code == "backplane_unavailable" ? " while nothing was wrong" : "")}");
            }
        }

        foreach (var message in round.Messages)
        {
            if (Misjudged(message, round) is { } what)
                yield return new Broken("codes", message.AnsweredAt!.Value, round.Find(message.To) is { } to ? [message.Sender, to] : [message.Sender], what);
        }
    }

    private static IEnumerable<string> Check(Entry entry, Round round)
    {
        var silent = entry switch
        {
            CallAnswered call when call.At - call.SentAt > (call.Method == "Resume" ? round.Limits.Back : round.Limits.Silence) => (call.Method, call.Node, call.SentAt, call.At),
            CallGivenUp call => (call.Method, call.Node, call.SentAt, call.At),
            _ => default,
        };
        if (silent.Method is not null && !round.NodeFaulted(silent.Node, silent.SentAt, silent.At, default, FaultKind.NodeStopped, FaultKind.NodeKilled))
            yield return $"{silent.Method} to node {silent.Node} had no answer for {(silent.At - silent.SentAt).TotalSeconds:0.0} s";
    }

    private static bool IsPossible(CallAnswered call, Round round) => call.Code switch
    {
        "ok" or "rate_limited" => true,
        "backplane_unavailable" => MayBeCutOff(call.SentAt, call.At, round),
        "session_gone" => true, // on a connection that has lost its session; what a resume says of it is another promise's
        "gap" => call.Method == "Resume",
        "queued" or "peer_gone" or "not_subscribed" => call.Method.StartsWith("Send", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>Whether some node or Redis was away, or is still being missed.</summary>
    private static bool MayBeCutOff(TimeSpan begin, TimeSpan end, Round round) =>
        round.AnyFault(begin, end, round.Limits.LeaseNotice + round.Limits.Barrier, FaultKind.NodeKilled, FaultKind.NodeStopped)
        || round.AnyFault(begin, end, round.Limits.RedisHeals + round.Limits.Slack, FaultKind.RedisAway, FaultKind.RedisCut, FaultKind.RedisEmptied, FaultKind.ScriptsForgotten, FaultKind.NodeDrained);

    /// <summary>Was it told that a peer, or itself, was not there, which was?</summary>
    private static string? Misjudged(Message message, Round round)
    {
        if (message is not { FirstSentAt: { } sent, AnsweredAt: { } answered })
            return null;
        if (round.AnyFault(sent, answered, round.Limits.RedisHeals, FaultKind.RedisAway, FaultKind.RedisEmptied))
            return null; // rosters are being written anew

        if (message.Code == "not_subscribed" && message.Sender.Stays.Any(stay => stay.Covers(message.Topic, sent, answered)))
            return $"{message.Sender}: message {message.Number} was answered with not_subscribed, and it was in {message.Topic}";

        var isThere = message.Code == "peer_gone" && message.To != message.Sender.PeerId && round.Find(message.To) is { } receiver
            && receiver.Stays.Any(stay => stay.Covers(message.Topic, sent - ToBeKnownEverywhere, answered + ToBeKnownEverywhere));
        return isThere ? $"{message.Sender}: message {message.Number} to {message.To} was answered with peer_gone, and that one was in {message.Topic}" : null;
    }
}
