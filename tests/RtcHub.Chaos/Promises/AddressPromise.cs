using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Promises;

/// <summary>
/// From one sender to one receiver in one topic everything comes in the order in which it was sent. What comes is what
/// was sent: the bytes, the method, the topic, from whom, and only to whom it was addressed.
/// </summary>
internal sealed class AddressPromise : IPromise
{
    private readonly Dictionary<(string Receiver, string Topic, string From), long> _last = [];

    public IEnumerable<Broken> Check(Round round)
    {
        var messages = round.Messages.ToDictionary(message => message.Number);
        foreach (var (log, entries) in round.Sessions)
        {
            foreach (var heard in entries.OfType<MessageHeard>())
            {
                if (!messages.TryGetValue(heard.Number, out var message))
                    continue; // never sent: that is another promise's
                foreach (var (promise, what) in Check(log, heard, message))
                    yield return new Broken(promise, heard.At, [log, message.Sender], $"{log} got message {heard.Number} of {message.Sender}: {what}");
            }
        }
    }

    private IEnumerable<(string Promise, string What)> Check(SessionLog log, MessageHeard heard, Message message)
    {
        if (heard.From != message.Sender.PeerId)
            yield return ("from", $"it is said to be from {heard.From}");
        if (heard.Topic != message.Topic)
            yield return ("topic", $"it came in {heard.Topic}, and was sent in {message.Topic}");
        if (heard.Method != message.CalledMethod)
            yield return ("unchanged", $"it came as {heard.Method}, and was sent with {message.Method}");
        if (!heard.IsIntact)
            yield return ("unchanged", "its bytes are not those that were sent");
        if (message.Sender == log || (message.To != log.PeerId && message.To != Message.Everyone))
            yield return ("addressee", $"it was sent to {message.To}");

        var stream = (log.PeerId, heard.Topic, heard.From);
        if (_last.TryGetValue(stream, out var last) && heard.Number < last)
            yield return ("order", $"it came after message {last} in {heard.Topic}");
        _last[stream] = Math.Max(last, heard.Number);
    }
}
