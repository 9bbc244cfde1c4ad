using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;

namespace RtcHub.Wire;

/// <summary>
/// What the hub writes to a WebSocket. It leaves at the end of the thread's turn (<see cref="Cork"/>), or at once on the
/// thread pool, all that has gathered by then in one message. Whoever writes waits once too much has gathered. Once it is
/// complete, the WebSocket is closed.
/// </summary>
/// <param name="socket">Where it goes.</param>
/// <param name="stream">Below it.</param>
/// <param name="limit">How much may gather.</param>
/// <param name="timeout">How long one write may take.</param>
/// <param name="time">The clock.</param>
/// <param name="expire">Called when one takes longer.</param>
internal sealed class TransportWriter(WebSocket socket, DeadlineStream? stream, int limit, TimeSpan timeout, TimeProvider time, Action expire)
    : PipeWriter, Cork.IHeld, IThreadPoolWorkItem
{
    /// <summary>Who is told that its connection is over has this long to take it, and as long to say the same.</summary>
    public static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1);

    private readonly Pipe _pipe = new(new PipeOptions(
        pauseWriterThreshold: limit, resumeWriterThreshold: limit / 2, readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));

    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _requests; // to send, since nothing waited
    private bool _isOver;

    public override bool CanGetUnflushedBytes => _pipe.Writer.CanGetUnflushedBytes;

    public override long UnflushedBytes => _pipe.Writer.UnflushedBytes;

    public override void Advance(int bytes) => _pipe.Writer.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => _pipe.Writer.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => _pipe.Writer.GetSpan(sizeHint);

    public override void CancelPendingFlush() => _pipe.Writer.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        _pipe.Writer.Complete(exception);
        Request();
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        var flush = _pipe.Writer.FlushAsync(cancellationToken);
        Request();
        return flush;
    }

    /// <summary>Completes when everything has gone out and the WebSocket is closed, or neither can be.</summary>
    public Task FinishAsync()
    {
        using var turn = Cork.Open();
        Complete();
        return _finished.Task;
    }

    void Cork.IHeld.Send() => _ = SendAsync();

    void IThreadPoolWorkItem.Execute() => _ = SendAsync();

    private void Request()
    {
        if (Interlocked.Increment(ref _requests) == 1 && !Cork.TryHold(this))
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>Sends what there is, and what comes meanwhile. Only one at a time runs: whoever made the first request.</summary>
    private async Task SendAsync()
    {
        int served;
        do
        {
            served = Volatile.Read(ref _requests);
            try
            {
                while (!_isOver && _pipe.Reader.TryRead(out var waiting))
                {
                    if (socket.State == WebSocketState.CloseReceived)
                        stream?.HoldForClose(); // the hub is about to be done
                    if (!waiting.Buffer.IsEmpty)
                        await WriteAsync(waiting.Buffer);
                    _pipe.Reader.AdvanceTo(waiting.Buffer.End);
                    if (!waiting.IsCompleted)
                        continue;
                    await CloseAsync();
                    End();
                }
            }
            catch (TimeoutException)
            {
                expire();
                End();
            }
            catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
            {
                End(); // the connection is lost: its reader says so
            }
        }
        while (Interlocked.CompareExchange(ref _requests, 0, served) != served);
    }

    private async ValueTask WriteAsync(ReadOnlySequence<byte> bytes)
    {
        var copied = bytes.IsSingleSegment ? null : ArrayPool<byte>.Shared.Rent((int)bytes.Length);
        if (copied is not null)
            bytes.CopyTo(copied);
        try
        {
            var message = copied is null ? bytes.First : copied.AsMemory(0, (int)bytes.Length);
            var write = socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            if (write.IsCompletedSuccessfully)
                return;
            using var deadline = time.CreateTimer(_ => expire(), state: null, timeout, Timeout.InfiniteTimeSpan);
            await write;
        }
        finally
        {
            if (copied is not null)
                ArrayPool<byte>.Shared.Return(copied);
        }
    }

    private Task CloseAsync() => socket.State is WebSocketState.Open or WebSocketState.CloseReceived
        ? socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, CancellationToken.None).WaitAsync(CloseTimeout, time)
        : Task.CompletedTask;

    private void End()
    {
        _isOver = true;
        _pipe.Reader.Complete();
        _finished.TrySetResult();
    }
}
