using RtcHub.Wire;

namespace RtcHub.Redis;

/// <summary>
/// What is on its way to one channel of a Redis server: one PUBLISH at a time, and what comes meanwhile goes in the next,
/// together. Under load that is most of it; otherwise a message leaves at the end of the thread's turn (<see cref="Cork"/>).
/// </summary>
/// <param name="publish">Publishes; whether it throws or not, it does so within a second.</param>
internal sealed class Outgoing(Func<byte[], Task<long>> publish) : Cork.IHeld
{
    private const int MaxBytes = 65_536; // more would hold up what comes after it

    private readonly Lock _gate = new();
    private Batch _waiting = new();
    private int _underWay;
    private bool _isHeld;

    /// <summary>How many subscribers the message had.</summary>
    /// <exception cref="RedisAwayException">It may have been sent or not.</exception>
    public Task<long> PublishAsync(byte[] message)
    {
        lock (_gate)
        {
            var batch = _waiting;
            batch.Add(message);
            if (batch.Bytes >= MaxBytes)
                PublishWaiting();
            else if (_underWay == 0 && !_isHeld && !(_isHeld = Cork.TryHold(this)))
                PublishWaiting();
            return batch.Published;
        }
    }

    /// <summary>What waits goes now: what follows on the connection must not overtake it.</summary>
    public void Flush()
    {
        lock (_gate)
            PublishWaiting();
    }

    void Cork.IHeld.Send()
    {
        lock (_gate)
        {
            _isHeld = false;
            if (_underWay == 0)
                PublishWaiting();
        }
    }

    private void PublishWaiting()
    {
        if (_waiting.Bytes == 0)
            return;
        var batch = _waiting;
        _waiting = new Batch();
        _underWay++;
        _ = PublishAsync(batch);
    }

    private async Task PublishAsync(Batch batch)
    {
        try
        {
            var receivers = await publish(batch.ToMessage());
            EndOne(null);
            batch.SetPublished(receivers);
        }
        catch (RedisAwayException e)
        {
            EndOne(e);
            batch.SetAway(e);
        }
    }

    /// <summary>Goes on with what waits, or fails it too: it has no second to wait for the next failure.</summary>
    private void EndOne(RedisAwayException? away)
    {
        Batch? failed = null;
        lock (_gate)
        {
            _underWay--;
            if (away is null && _underWay == 0)
                PublishWaiting();
            else if (away is not null && _waiting.Bytes > 0)
                (failed, _waiting) = (_waiting, new Batch());
        }

        failed?.SetAway(away!);
    }

    /// <summary>Messages that go together.</summary>
    private sealed class Batch
    {
        private readonly List<byte[]> _messages = [];
        private readonly TaskCompletionSource<long> _published = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Bytes { get; private set; }

        public Task<long> Published => _published.Task;

        public void Add(byte[] message)
        {
            _messages.Add(message);
            Bytes += message.Length;
        }

        public byte[] ToMessage() => _messages.Count == 1 ? _messages[0] : InboxBatch.Pack(_messages, Bytes);

        public void SetPublished(long receivers) => _published.TrySetResult(receivers);

        public void SetAway(RedisAwayException e) => _published.TrySetException(e);
    }
}
