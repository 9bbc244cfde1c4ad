using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Promises;

/// <summary>
/// A message that was answered with ok or queued is seen once by its receiver, one that was refused never, one without an
/// answer once at most.
/// </summary>
/// <remarks>
/// Seen zero times after ok or queued is no breach in two cases only: the receiver's session ended, or its resume was
/// answered with gap, after the message was sent. What was sent after the gap's answer came is owed again. And the excuse
/// does not reach back: when the receiver got an answer to a call that it made <see cref="Limits.Barrier"/> or more after
/// the message was accepted (or Redis had healed, if that was in the way), and before the gap or the end, then the
/// message should have come before that answer.
/// It is owed to those who are in the topic, by their own log, from about when it was answered: a joining client may hear
/// what is for it before it hears that it has joined, but nobody owes it what was sent during an earlier attempt that
/// failed; and what crosses its leaving may be answered with ok and find it gone. To everyone means: to those of them
/// whom the sender knew when it sent; with backplane_unavailable those got it whom it could reach. What has to wait for
/// Redis is not owed when its sender has left by then.
/// </remarks>
internal sealed class ExactlyOncePromise : IPromise
{
    private static readonly TimeSpan Joining = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Crossing = TimeSpan.FromSeconds(0.5);

    private long _checkedUpTo;

    /// <summary>In the last round: accepted, not seen, and excused by a gap or an end.</summary>
    public int Excused { get; private set; }

    /// <summary>In the last round: to everyone, refused because a node was out of reach, and seen by one on another.</summary>
    public int Partly { get; private set; }

    /// <summary>In the last round.</summary>
    public int Lost { get; private set; }

    /// <summary>In the last round.</summary>
    public int Doubled { get; private set; }

    public IEnumerable<Broken> Check(Round round)
    {
        (Excused, Partly, Lost, Doubled) = (0, 0, 0, 0);
        var messages = round.Messages.ToDictionary(message => message.Number);
        var receivers = round.Sessions.ToDictionary(session => session.Log.PeerId, session => new Receiver(session.Log, session.Entries), StringComparer.Ordinal);
        var broken = new List<Broken>();

        foreach (var receiver in receivers.Values)
        {
            foreach (var (number, times) in receiver.Heard.Where(heard => heard.Value > 1))
            {
                Doubled++;
                broken.Add(new Broken("exactly once", receiver.LastHeardAt[number], Who(receiver.Log, number), $"{receiver.Log} saw message {number} {times} times"));
            }

            foreach (var number in receiver.Heard.Keys.Where(number => !messages.ContainsKey(number)))
                broken.Add(new Broken(
                    "exactly once",
                    receiver.LastHeardAt[number],
                    [receiver.Log],
                    number is > 0 && number <= _checkedUpTo ? $"{receiver.Log} saw message {number} of an earlier phase" : $"{receiver.Log} saw message {number}, which nobody sent"));
        }

        foreach (var message in round.Messages)
        {
            foreach (var receiver in (message.To == Message.Everyone ? message.Audience : [message.To]).Select(id => receivers.GetValueOrDefault(id)).OfType<Receiver>())
                broken.AddRange(Check(message, receiver, round));
            if (message.IsRefused && message.To == Message.Everyone)
                broken.AddRange(receivers.Values.Where(receiver => !message.Audience.Contains(receiver.Log.PeerId)).SelectMany(receiver => Check(message, receiver, round)));
        }

        _checkedUpTo = round.Messages.Select(message => message.Number).Append(_checkedUpTo).Max();
        return broken;

        SessionLog[] Who(SessionLog receiver, long number) =>
            messages.TryGetValue(number, out var message) ? [receiver, message.Sender] : [receiver];
    }

    private IEnumerable<Broken> Check(Message message, Receiver receiver, Round round)
    {
        var seen = receiver.Heard.GetValueOrDefault(message.Number);
        if (message is { To: Message.Everyone, Code: "backplane_unavailable" })
        {
            Partly += seen;
        }
        else if (message.IsRefused && seen > 0)
        {
            yield return new Broken(
                "refused is never seen",
                receiver.LastHeardAt[message.Number],
                [receiver.Log, message.Sender],
                $"{receiver.Log} saw message {message.Number} of {message.Sender} to {message.To}, which was answered {message.Code} at {message.AnsweredAt?.TotalSeconds:0.000}");
        }
        else if (message is { IsAccepted: true, FirstSentAt: { } sent, AnsweredAt: { } answered } && seen == 0 && IsMeant(message, receiver.Log, sent, answered, round))
        {
            if (receiver.IsExcused(sent, Arrival(sent, answered, round), round.Limits.Barrier))
            {
                Excused++;
                yield break;
            }

            Lost++;
            yield return new Broken(
                "exactly once",
                answered,
                [receiver.Log, message.Sender],
                $"{receiver.Log} never saw message {message.Number} ({message.Method}) of {message.Sender} to {message.To} in {message.Topic}, sent at {sent.TotalSeconds:0.000} and answered {message.Code} at {answered.TotalSeconds:0.000}");
        }
    }

    private static bool IsMeant(Message message, SessionLog receiver, TimeSpan sent, TimeSpan answered, Round round)
    {
        Stay[] stays = [.. receiver.Stays.Where(stay => stay.Topic == message.Topic && stay.From <= answered + Joining)];
        var arrived = Arrival(sent, answered, round);
        if (stays.Length == 0 || stays[^1].To <= arrived)
            return false;
        if (arrived > answered + Crossing && message.Sender.Stays.Any(stay => stay.Topic == message.Topic && stay.To >= sent && LeftFrom(message.Sender, stay, round) <= arrived))
            return false; // it waited for Redis, and nothing may come from one who has left

        // It joined about then. Was it that joining that the sender knew of, or an earlier one?
        var isNew = stays[^1].From > sent;
        return !isNew || !(receiver.HasFailedToJoin(message.Topic, sent - round.Limits.JoinIsUndone, stays[^1].From)
            || (stays is [.., { To: { } left }, _] && Arrival(left, left, round) > sent - Joining - Joining));
    }

    /// <summary>
    /// When it may have left at the earliest. Whose session was gone when it came back never learned when its window was over.
    /// </summary>
    private static TimeSpan? LeftFrom(SessionLog sender, Stay stay, Round round)
    {
        var windowOver = sender.LastSignOfLife + round.Limits.ResumeWindow;
        return sender.Ending == Ending.Gone && stay.To == sender.EndingSince && windowOver < stay.To ? windowOver : stay.To;
    }

    /// <summary>By when a message is in its receiver's session: soon after its answer, or once Redis has healed.</summary>
    private static TimeSpan Arrival(TimeSpan sent, TimeSpan answered, Round round) => round.Faults
        .Where(fault => !fault.IsOfNode && fault.Touches(sent, answered, round.Limits.RedisHeals))
        .Select(fault => (fault.To ?? round.Now) + round.Limits.RedisHeals)
        .Append(answered + Crossing).Max();

    /// <summary>What one session saw in the round, and what may excuse what it did not see.</summary>
    private sealed class Receiver
    {
        private readonly TimeSpan[] _gaps;
        private readonly CallAnswered[] _calls;

        public Receiver(SessionLog log, Entry[] entries)
        {
            Log = log;
            _gaps = [.. entries.OfType<ResumeAnswered>().Where(resume => resume.Code == "gap").Select(resume => resume.At)];
            _calls = [.. entries.OfType<CallAnswered>().Where(call => call.Method != "Resume" && call.Code != "session_gone")];
            foreach (var heard in entries.OfType<MessageHeard>())
            {
                Heard[heard.Number] = Heard.GetValueOrDefault(heard.Number) + 1;
                LastHeardAt[heard.Number] = heard.At;
            }
        }

        public SessionLog Log { get; }

        public Dictionary<long, int> Heard { get; } = [];

        public Dictionary<long, TimeSpan> LastHeardAt { get; } = [];

        public bool IsExcused(TimeSpan sent, TimeSpan arrived, TimeSpan barrier)
        {
            TimeSpan? excuse = _gaps.Where(gap => gap >= sent).Select(gap => (TimeSpan?)gap).FirstOrDefault() ?? Log.EndedAt;
            return excuse is { } at && !_calls.Any(call => call.SentAt >= arrived + barrier && call.At <= at);
        }
    }
}
