using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Clients;

/// <summary>
/// The <c>Send*</c> calls of a session that have no answer yet, numbered as the service counts them, so that a resume
/// repeats those that it has not handled and no others. Not thread-safe.
/// </summary>
internal sealed class SendQueue
{
    private readonly SortedDictionary<long, Message> _unanswered = [];

    /// <summary>How many were sent since the count began.</summary>
    public long Sent { get; private set; }

    /// <summary>Up to which one the service has answered.</summary>
    public long Answered { get; private set; }

    public bool IsEmpty => _unanswered.Count == 0;

    public IEnumerable<Message> Unanswered => _unanswered.Values;

    /// <summary>The message goes out for the first time; its place in the count.</summary>
    public long Add(Message message)
    {
        _unanswered.Add(Sent, message);
        return Sent++;
    }

    public void Answer(long place)
    {
        _unanswered.Remove(place);
        Answered = Math.Max(Answered, place + 1);
    }

    /// <summary>
    /// The service has handled the first <paramref name="received"/>: what of these has no answer never gets one. The
    /// others are to be sent again, in this order.
    /// </summary>
    public (Message[] Lost, (long Place, Message Message)[] Again) Resume(long received)
    {
        var lost = _unanswered.Where(entry => entry.Key < received).ToArray();
        foreach (var (place, _) in lost)
            _unanswered.Remove(place);
        return ([.. lost.Select(entry => entry.Value)], [.. _unanswered.Select(entry => (entry.Key, entry.Value))]);
    }

    /// <summary>The counts begin anew; what had no answer.</summary>
    public Message[] Reset()
    {
        Message[] unanswered = [.. _unanswered.Values];
        _unanswered.Clear();
        Sent = Answered = 0;
        return unanswered;
    }
}
