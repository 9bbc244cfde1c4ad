using System.Text.Json;
using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Clients;

/// <summary>
/// The signals of one session on their way out: what waits for a connection, what waits for its answer, what a resume
/// wants sent again. Used under its client's lock, which answers take too.
/// </summary>
/// <param name="log">The session's.</param>
/// <param name="gate">Its client's lock.</param>
/// <param name="random">Used under that lock.</param>
/// <param name="peersIn">Whom its client knows to be in a topic.</param>
/// <param name="refused">Told what has to be said again as another message, and after what time.</param>
/// <param name="answered">Told of every answer that counts, with the link that it came on.</param>
internal sealed class OutgoingSignals(
    SessionLog log,
    Lock gate,
    Random random,
    Func<string, string[]> peersIn,
    Action<Message, TimeSpan> refused,
    Action<Link, string, Answer> answered)
{
    private readonly SendQueue _queue = new();
    private readonly Queue<Message> _unsent = new();
    private (long Place, Message Message)[] _again = [];

    public bool IsEmpty => _queue.IsEmpty && _unsent.Count == 0;

    /// <summary>How many were sent, and up to which one answered, since the counts began.</summary>
    public (long Sent, long Answered) Counts => (_queue.Sent, _queue.Answered);

    /// <summary>Waits for <see cref="Flush"/>.</summary>
    public void Hold(Message message) => _unsent.Enqueue(message);

    public void Send(Link link, Message message) => Put(link, _queue.Add(message), message);

    /// <summary>The client goes away by its own will: what waits now waits for that.</summary>
    public void MarkHeld()
    {
        foreach (var message in _queue.Unanswered)
            message.WasHeldByItsClient = true;
    }

    /// <summary>Resumed: what was handled without an answer will never have one; the rest goes out again with <see cref="Flush"/>.</summary>
    public void Resume(long received)
    {
        (var lost, _again) = _queue.Resume(received);
        Array.ForEach(lost, message => message.Settle());
    }

    /// <summary>After a gap what has no answer may have been delivered or not; what is said instead is another message.</summary>
    public void BeginAnew()
    {
        _again = [];
        foreach (var message in _queue.Reset())
        {
            message.Settle();
            refused(message, TimeSpan.Zero);
        }
    }

    /// <summary>There is a connection: first what was sent before, then what was not.</summary>
    public void Flush(Link link)
    {
        foreach (var (place, message) in _again)
            Put(link, place, message);
        _again = [];
        while (_unsent.TryDequeue(out var message))
            Send(link, message);
    }

    /// <summary>The session has ended.</summary>
    public void End()
    {
        _again = [];
        foreach (var message in _queue.Reset().Concat(_unsent))
            message.Settle();
        _unsent.Clear();
    }

    private void Put(Link link, long place, Message message)
    {
        message.FirstSentAt ??= Clock.Now;
        var attempt = ++message.Attempts;
        if (attempt == 1 && message.To == Message.Everyone)
            message.Audience = peersIn(message.Topic);
        var arguments = $"{JsonSerializer.Serialize(message.Topic)},{JsonSerializer.Serialize(message.To)},{message.Payload}";
        link.Call(message.Method, arguments, answer => OnAnswered(link, place, message, attempt, answer));
    }

    private void OnAnswered(Link link, long place, Message message, int attempt, Answer? answer)
    {
        lock (gate)
        {
            if (answer is not { } given)
                return; // a resume will tell

            if (link.Watched is { Why: Loss.GivenUp } watched)
            {
                if (given.Code is "ok" or "queued") // it may refuse what it is asked
                    watched.Hear(given.At, $"{given.Code} to {message.Method}", message.Number);
                return;
            }

            if (log.EndedAt is not null || message.Attempts != attempt || message.Settled.IsCompleted)
                return;

            answered(link, message.Method, given);
            if (given.Code == "session_gone")
                return; // not counted, not handled; sent again after the resume

            message.Code = given.Code;
            message.AnsweredAt = given.At;
            _queue.Answer(place);
            message.Settle();
            if (given.Code is "backplane_unavailable" or "rate_limited")
                refused(message, RetryAfter(given));
        }
    }

    private TimeSpan RetryAfter(Answer answer) =>
        answer.Result.TryGetProperty("retryAfterMs", out var milliseconds) && milliseconds.ValueKind == JsonValueKind.Number
            ? TimeSpan.FromMilliseconds(milliseconds.GetDouble())
            : TimeSpan.FromMilliseconds(random.Next(250, 1_000));
}
