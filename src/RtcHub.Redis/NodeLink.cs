namespace RtcHub.Redis;

/// <summary>
/// A stream of numbered messages from this node to another. Pub/sub drops in silence what a subscriber misses; here it
/// is kept until the other node has confirmed it, and sent again when that asks for it: nothing lost, nothing doubled,
/// nothing out of order, for as long as both live.
/// </summary>
/// <param name="nodeId">This node.</param>
/// <param name="publish">Sends one message, maybe together with others.</param>
/// <param name="publishAlone">Sends one by itself: the other node may have missed it because it takes none together.</param>
internal sealed class NodeLink(string nodeId, Func<byte[], Task<long>> publish, Func<byte[], Task<long>> publishAlone)
{
    private const long MaxUnconfirmedBytes = 16 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly LinkedList<Entry> _unconfirmed = [];
    private readonly long _stream = Random.Shared.NextInt64();
    private long _next = 1;
    private long _bytes;
    private readonly List<(long UpTo, TaskCompletionSource Confirmed)> _waiters = [];
    private bool _isConfirmedSinceTick = true;

    private sealed class Entry(long number, byte[] message)
    {
        public long Number => number;

        public byte[] Message { get; set; } = message;

        public bool WasSentAgain { get; set; }
    }

    /// <summary>Begins a numbered message.</summary>
    public static InboxWriter Begin(InboxMessage type, string nodeId, long stream, long number) =>
        new InboxWriter(type).Put(nodeId).Put(stream).Put(number);

    /// <summary>
    /// Sends one message. <see cref="SignalCode.Ok"/>: Redis has handed it to the other node. <see cref="SignalCode.Queued"/>:
    /// it may have come; if it has not, it will when Redis is back. <see cref="SignalCode.BackplaneUnavailable"/>: nobody
    /// is there, or too much waits already; it will not come.
    /// </summary>
    public ValueTask<SignalCode> SendAsync(InboxMessage type, Action<InboxWriter> write)
    {
        lock (_gate)
        {
            if (_bytes > MaxUnconfirmedBytes)
                return new(SignalCode.BackplaneUnavailable);

            var entry = new Entry(_next, Compose(type, _next, write));
            _next++;
            _unconfirmed.AddLast(entry);
            _bytes += entry.Message.Length;
            return new(FinishAsync(entry, publish(entry.Message)));
        }
    }

    /// <summary>Completes when the other node has everything that was sent up to now; asks it at once.</summary>
    public Task WhenConfirmedAsync()
    {
        lock (_gate)
        {
            if (_unconfirmed.Last is not { Value.Number: var last })
                return Task.CompletedTask;
            if (_waiters.Count > 0 && _waiters[^1].UpTo == last)
                return _waiters[^1].Confirmed.Task;

            var confirmed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((last, confirmed));
            _ = SwallowAsync(publish(Compose(InboxMessage.Position, last, _ => { })));
            return confirmed.Task;
        }
    }

    /// <summary>The other node has all up to that number.</summary>
    public void OnAck(long stream, long number)
    {
        lock (_gate)
        {
            if (stream != _stream)
                return;
            while (_unconfirmed.First is { } first && first.Value.Number <= number)
            {
                _bytes -= first.Value.Message.Length;
                _unconfirmed.RemoveFirst();
                _isConfirmedSinceTick = true;
            }

            foreach (var (_, confirmed) in _waiters.Where(waiter => waiter.UpTo <= number))
                confirmed.TrySetResult();
            _waiters.RemoveAll(waiter => waiter.UpTo <= number);
        }
    }

    /// <summary>The other node has missed something.</summary>
    public void OnNack(long stream, long number)
    {
        lock (_gate)
        {
            if (stream != _stream)
                return;
            var oldest = _unconfirmed.First?.Value.Number ?? _next;
            if (number < oldest)
                _ = SwallowAsync(publishAlone(Compose(InboxMessage.Skip, oldest, _ => { })));
            foreach (var entry in _unconfirmed)
            {
                if (entry.Number < number)
                    continue;
                entry.WasSentAgain = true;
                _ = SwallowAsync(publishAlone(entry.Message));
            }
        }
    }

    /// <summary>Says how far it is when nothing was confirmed since it was last asked: the end of a stream may be lost too.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            if (_unconfirmed.Count > 0 && !_isConfirmedSinceTick)
                _ = SwallowAsync(publish(Compose(InboxMessage.Position, _next - 1, _ => { })));
            _isConfirmedSinceTick = false;
        }
    }

    private byte[] Compose(InboxMessage type, long number, Action<InboxWriter> write)
    {
        using var writer = Begin(type, nodeId, _stream, number);
        write(writer);
        return writer.ToArray();
    }

    private async Task<SignalCode> FinishAsync(Entry entry, Task<long> publishing)
    {
        try
        {
            var receivers = await publishing;
            return receivers > 0 || !TryVoid(entry) ? SignalCode.Ok : SignalCode.BackplaneUnavailable;
        }
        catch (RedisAwayException)
        {
            return SignalCode.Queued;
        }
    }

    /// <summary>Nobody heard it: its number stays, what it said goes. False when it was sent again meanwhile.</summary>
    private bool TryVoid(Entry entry)
    {
        lock (_gate)
        {
            if (entry.WasSentAgain)
                return false;
            _bytes -= entry.Message.Length;
            entry.Message = Compose(InboxMessage.Void, entry.Number, _ => { });
            _bytes += entry.Message.Length;
            return true;
        }
    }

    private static async Task SwallowAsync(Task<long> publishing)
    {
        try
        {
            await publishing;
        }
        catch (RedisAwayException)
        {
            // it is asked for again
        }
    }
}
