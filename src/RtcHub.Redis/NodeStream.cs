namespace RtcHub.Redis;

/// <summary>The receiving end of a <see cref="NodeLink"/>: puts in order, drops doubles, and notices what is missing. Not thread-safe.</summary>
internal sealed class NodeStream(string nodeId, Action<byte[]> reply, TimeProvider time)
{
    private const int AckEach = 256;
    private static readonly TimeSpan NackPause = TimeSpan.FromMilliseconds(100);

    private readonly SortedDictionary<long, InboxReader> _early = [];
    private long _stream;
    private long _expected = 1;
    private long _confirmed;
    private long _position; // where the sender said that it is, when something before that was missing
    private long? _nackedAt;

    /// <summary>Takes one message; hands out those whose turn it is, in order.</summary>
    public void Take(long stream, long number, InboxReader message, Action<InboxReader> hand)
    {
        Follow(stream);
        if (number < _expected)
        {
            Confirm(); // its sender has not heard that it came
            return;
        }

        if (number > _expected)
        {
            _early[number] = message;
            Ask();
            return;
        }

        _expected++;
        hand(message);
        HandEarly(hand);
        if (_expected - 1 - _confirmed >= AckEach || (_position > 0 && _expected > _position))
            Confirm();
    }

    /// <summary>The sender is at that number.</summary>
    public void OnPosition(long stream, long number)
    {
        Follow(stream);
        if (number < _expected)
        {
            Confirm();
            return;
        }

        _position = Math.Max(_position, number);
        Ask();
    }

    /// <summary>What is before that number is lost. True when something was waited for.</summary>
    public bool OnSkip(long stream, long number, Action<InboxReader> hand)
    {
        Follow(stream);
        if (number <= _expected)
            return false;
        var isNew = _expected == 1;
        _expected = number;
        HandEarly(hand);
        return !isNew;
    }

    /// <summary>Lets the sender forget what has come since.</summary>
    public void Tick()
    {
        if (_expected - 1 > _confirmed)
            Confirm();
    }

    private void Follow(long stream)
    {
        if (stream == _stream)
            return;
        _stream = stream;
        _expected = 1;
        _confirmed = 0;
        _position = 0;
        _nackedAt = null;
        _early.Clear();
    }

    private void HandEarly(Action<InboxReader> hand)
    {
        foreach (var passed in _early.Keys.TakeWhile(number => number < _expected).ToArray())
            _early.Remove(passed);
        while (_early.Remove(_expected, out var message))
        {
            _expected++;
            hand(message);
        }
    }

    private void Confirm()
    {
        _confirmed = _expected - 1;
        if (_confirmed >= _position)
            _position = 0;
        Reply(InboxMessage.Ack, _confirmed);
    }

    private void Ask()
    {
        var now = time.GetTimestamp();
        if (_nackedAt is { } at && time.GetElapsedTime(at, now) < NackPause)
            return;
        _nackedAt = now;
        Reply(InboxMessage.Nack, _expected);
    }

    private void Reply(InboxMessage type, long number)
    {
        using var writer = NodeLink.Begin(type, nodeId, _stream, number);
        reply(writer.ToArray());
    }
}
