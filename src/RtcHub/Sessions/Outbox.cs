using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using RtcHub.Diagnostics;
using RtcHub.Wire;

namespace RtcHub.Sessions;

/// <summary>
/// What a session is told, in order. Frames wait here while the session has no connection, while it is held or its node
/// is fenced, and while its reader is slow; a sender never waits. Attached, interrupted, not yet attached: one mechanism.
/// They go out soon, on the thread pool: when much is to be sent to many, what came meanwhile goes in the same write.
/// </summary>
/// <param name="options">Limits.</param>
/// <param name="time">The clock.</param>
/// <param name="metrics">What it counts for.</param>
/// <param name="isFenced">Whether this node may not deliver now.</param>
/// <param name="cut">Ends a connection that reads too slowly.</param>
/// <param name="isOrphan">What was here before is lost: it can only be attached anew, and begins with rosters.</param>
internal sealed class Outbox(
    RtcHubOptions options, TimeProvider time, HubMetrics metrics, Func<bool> isFenced, Action<HubConnectionContext> cut, bool isOrphan)
    : Cork.IHeld, IThreadPoolWorkItem
{
    private const int BatchBytes = 16_384;

    private readonly Lock _gate = new();
    private readonly ReplayBuffer _frames = new();
    private FrameSpace _space;
    private WatchedFrames? _watched;
    private HubConnectionContext? _connection;
    private bool _mustRestart = isOrphan;
    private bool _held;
    private bool _isDue; // to be sent, on the thread pool
    private bool _isClosed;
    private int _writes; // that wait for the reader
    private long _countedBytes; // in ReplayBytes
    private long _agedTo; // the number of the first frame that had not been sent when it was looked at last
    private long _agedAt = time.GetTimestamp();

    /// <summary>Each side may take a timeout to notice that the connection is lost, and so may what is on its way.</summary>
    private TimeSpan Lifetime => 4 * options.ClientTimeout;

    /// <summary><see cref="SignalCode.Ok"/>, or <see cref="SignalCode.Queued"/> while there is no connection.</summary>
    public SignalCode Append(SignalingFrame frame)
    {
        lock (_gate)
        {
            if (_isClosed)
                return SignalCode.Queued;
            _frames.Append(frame.Bytes);
            return SendOrKeep();
        }
    }

    /// <summary>The same for what a peer sends, which is nobody else's: it is written where it stays.</summary>
    public SignalCode Append(EnvelopeFrame frame)
    {
        lock (_gate)
        {
            if (_isClosed)
                return SignalCode.Queued;
            var bytes = _space.Take(frame.Length);
            frame.CopyTo(bytes.Span);
            _frames.Append(bytes);
            if (frame.Sample is { } sample)
                (_watched ??= new WatchedFrames(metrics.Samples, time)).Add(_frames.Last, sample);
            return SendOrKeep();
        }
    }

    /// <summary>The same for a whole roster, which may be large without the reader being slow.</summary>
    public void AppendRoster(SignalingFrame frame)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            _frames.Append(frame.Bytes);
            _frames.Excuse();
            SendOrKeep();
        }
    }

    /// <summary>
    /// Takes a connection, held until <see cref="Release"/>, and goes back to just after the first
    /// <paramref name="received"/> frames. When that is not possible the count starts at 0.
    /// </summary>
    public AttachOutcome Attach(HubConnectionContext connection, long received)
    {
        lock (_gate)
        {
            _connection = connection;
            _held = true;
            _writes = 0;
            _agedTo = 0; // what is sent again is young again
            if (!_mustRestart && _frames.TryRewind(received))
                return AttachOutcome.Continues;

            _watched?.Clear();
            var beginsWithRosters = _mustRestart && _frames.TryRewind(0);
            _mustRestart = false;
            if (beginsWithRosters)
                return AttachOutcome.RestartsWithRosters;

            _frames.Clear();
            CountBytes();
            return AttachOutcome.Restarts;
        }
    }

    /// <summary>Sends nothing more until <see cref="Release"/>: an answer goes first, after what there is already.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            SendAll();
            _held = true;
        }
    }

    /// <summary>Goes on, unless the session is another connection's by now.</summary>
    public void Release(HubConnectionContext connection)
    {
        lock (_gate)
        {
            if (_connection != connection)
                return;
            _held = false;
            SendUnsent();
        }
    }

    /// <summary>What has waited goes out now: the node is not fenced any more, or an answer is about to follow.</summary>
    public void Flush()
    {
        lock (_gate)
            SendAll();
    }

    /// <summary>
    /// Lets go of frames whose client has had them for long: the pings of a connection that had lost them would have
    /// failed since then, on one side or the other. So who is told nothing costs nothing.
    /// </summary>
    public void Age()
    {
        if (time.GetElapsedTime(Volatile.Read(ref _agedAt)) < Lifetime)
            return;
        lock (_gate)
        {
            _agedAt = time.GetTimestamp();
            if (_connection is not null)
                _frames.DropBefore(_agedTo);
            if (_frames.IsEmpty)
                _space = default;
            _agedTo = _frames.Next;
            CountBytes();
        }
    }

    void Cork.IHeld.Send() => SendDue();

    void IThreadPoolWorkItem.Execute() => SendDue();

    /// <summary>Frames wait for another connection.</summary>
    public void Detach()
    {
        lock (_gate)
        {
            _connection = null;
            _frames.Trim(options.ReplayBufferEvents, options.ReplayBufferBytes, unsentToo: true);
            CountBytes();
        }
    }

    /// <summary>The session is over, or another node's: nothing is kept any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _connection = null;
            _isClosed = true;
            _frames.Clear();
            _space = default;
            _watched = null;
            CountBytes();
        }
    }

    /// <summary>All there is, for another node to go on with.</summary>
    public OutboxState Export()
    {
        lock (_gate)
            return new OutboxState(_frames.First, _frames.Export(), _mustRestart);
    }

    /// <summary>Goes on from another node: its frames come before those that are here already.</summary>
    public void Import(OutboxState state)
    {
        lock (_gate)
        {
            _watched?.Clear();
            _frames.Prepend(state.First, state.Frames);
            _mustRestart = state.MustRestart;
            _frames.Trim(options.ReplayBufferEvents, options.ReplayBufferBytes, unsentToo: true);
            CountBytes();
        }
    }

    private SignalCode SendOrKeep()
    {
        if (_frames.BacklogBytes >= BatchBytes)
            SendUnsent();
        else
            SendSoon();
        if (_connection is not null && _frames.BacklogBytes > options.SlowConsumerBytes)
            CutSlowConsumer(_connection);

        _frames.Trim(options.ReplayBufferEvents, options.ReplayBufferBytes, unsentToo: _connection is null);
        CountBytes();
        return _connection is null ? SignalCode.Queued : SignalCode.Ok;
    }

    private void CountBytes()
    {
        metrics.ReplayBytes.Add(_frames.Bytes - _countedBytes);
        _countedBytes = _frames.Bytes;
    }

    private void SendSoon()
    {
        if (_isDue || _connection is null || _held || _writes > 0)
            return;
        _isDue = true;
        if (!Cork.TryHold(this))
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private void SendDue()
    {
        lock (_gate)
        {
            _isDue = false;
            SendUnsent();
        }
    }

    private void SendUnsent()
    {
        while (_writes == 0 && TrySendNext())
        {
        }
    }

    /// <summary>Also what waits for the reader: the connection writes in the order of these calls.</summary>
    private void SendAll()
    {
        while (TrySendNext())
        {
        }
    }

    private bool TrySendNext()
    {
        if (_connection is not { } connection || _held || isFenced() || _frames.TakeUnsent(BatchBytes) is not { } message)
            return false;
        Write(connection, message);
        _watched?.OnWritten(_frames.Next);
        return true;
    }

    private void Write(HubConnectionContext connection, HubMessage message)
    {
        var write = connection.WriteAsync(message);
        if (!write.IsCompletedSuccessfully)
        {
            _writes++;
            _ = FinishAsync(connection, write);
        }
    }

    private async Task FinishAsync(HubConnectionContext connection, ValueTask write)
    {
        var deadline = time.CreateTimer(
            _ => OnWriteTooSlow(connection), null, options.SlowConsumerTimeout, Timeout.InfiniteTimeSpan);
        await using (deadline)
            await write;

        lock (_gate)
        {
            if (_connection != connection)
                return;
            _writes = Math.Max(0, _writes - 1); // 0 already when the connection has resumed its own session
            SendUnsent();
        }
    }

    private void OnWriteTooSlow(HubConnectionContext connection)
    {
        lock (_gate)
        {
            if (_connection == connection)
                CutSlowConsumer(connection);
        }
    }

    private void CutSlowConsumer(HubConnectionContext connection)
    {
        Detach();
        ThreadPool.UnsafeQueueUserWorkItem(cut, connection, preferLocal: false); // whoever sends holds a topic's lock
    }
}

/// <summary>How a session goes on with another connection.</summary>
internal enum AttachOutcome
{
    /// <summary>With the first frame that its client has not seen.</summary>
    Continues,

    /// <summary>Some frames are lost; those that are here count from 1, and begin with the roster of each topic.</summary>
    RestartsWithRosters,

    /// <summary>Some frames are lost, and none is here.</summary>
    Restarts,
}

/// <summary>An outbox on its way to another node.</summary>
/// <param name="First">The number of the first frame.</param>
/// <param name="Frames">Those sent lately and those not sent yet.</param>
/// <param name="MustRestart">What was before the first is lost.</param>
internal sealed record OutboxState(long First, IReadOnlyList<ReadOnlyMemory<byte>> Frames, bool MustRestart);
