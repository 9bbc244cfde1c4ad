using Microsoft.AspNetCore.SignalR;
using RtcHub.Wire;

namespace RtcHub.Sessions;

/// <summary>
/// What a session is told, in order. Frames wait here while the session has no connection, while it is held, and while
/// its reader is slow; a sender never waits. Attached, interrupted, not yet attached: one mechanism.
/// </summary>
internal sealed class Outbox(RtcHubOptions options, TimeProvider time, Action<HubConnectionContext> cut)
{
    private readonly Lock _gate = new();
    private readonly ReplayBuffer _frames = new();
    private HubConnectionContext? _connection;
    private bool _held;
    private int _writes; // that wait for the reader

    /// <summary><see cref="SignalCode.Ok"/>, or <see cref="SignalCode.Queued"/> while there is no connection.</summary>
    public SignalCode Append(SignalingFrame frame)
    {
        lock (_gate)
        {
            _frames.Append(frame);
            SendUnsent();

            if (_connection is not null && _frames.UnsentBytes > options.SlowConsumerBytes)
                CutSlowConsumer(_connection);

            _frames.Trim(options.ReplayBufferEvents, options.ReplayBufferBytes, unsentToo: _connection is null);
            return _connection is null ? SignalCode.Queued : SignalCode.Ok;
        }
    }

    /// <summary>
    /// Takes a connection, held until <see cref="Release"/>, and goes back to just after the first
    /// <paramref name="received"/> frames. False when that is not possible: everything is forgotten, the count starts at 0.
    /// </summary>
    public bool TryAttach(HubConnectionContext connection, long received)
    {
        lock (_gate)
        {
            _connection = connection;
            _held = true;
            _writes = 0;
            if (_frames.TryRewind(received))
                return true;

            _frames.Clear();
            return false;
        }
    }

    /// <summary>Sends nothing more until <see cref="Release"/>: an answer goes first, after what there is already.</summary>
    public void Hold()
    {
        lock (_gate)
        {
            while (_connection is { } connection && !_held && _frames.TryTakeUnsent(out var frame))
                Write(connection, frame);
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

    /// <summary>Frames wait for another connection.</summary>
    public void Detach()
    {
        lock (_gate)
        {
            _connection = null;
            _frames.Trim(options.ReplayBufferEvents, options.ReplayBufferBytes, unsentToo: true);
        }
    }

    private void SendUnsent()
    {
        while (_connection is { } connection && !_held && _writes == 0 && _frames.TryTakeUnsent(out var frame))
            Write(connection, frame);
    }

    private void Write(HubConnectionContext connection, SignalingFrame frame)
    {
        var write = connection.WriteAsync(frame);
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
