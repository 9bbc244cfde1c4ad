using System.Runtime.CompilerServices;

namespace RtcHub.Wire;

/// <summary>
/// The bytes below a WebSocket, whose every message must be whole within a time from its first byte on. Above it nobody
/// can tell: a frame is handed on when a buffer is full of it, which a client that sends a byte now and then never reaches.
/// </summary>
/// <param name="inner">The connection's.</param>
/// <param name="limit">How long a message may take.</param>
/// <param name="time">The clock.</param>
/// <param name="expire">Called when one takes longer.</param>
internal sealed class DeadlineStream(Stream inner, TimeSpan limit, TimeProvider time, Action expire) : Stream
{
    private WebSocketScanner _frames;
    private ITimer? _deadline;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var reading = inner.ReadAsync(buffer, cancellationToken);
        return reading.IsCompletedSuccessfully ? new(Take(buffer.Span[..reading.Result])) : TakeLaterAsync(reading, buffer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, offset, count, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _deadline?.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Only who must be waited for has a deadline: most messages are here whole.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> TakeLaterAsync(ValueTask<int> reading, Memory<byte> buffer)
    {
        if (_frames.IsWithin)
            _deadline ??= time.CreateTimer(_ => expire(), state: null, limit, Timeout.InfiniteTimeSpan);
        var read = await reading;
        return Take(buffer.Span[..read]);
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        if (_frames.Read(bytes) || !_frames.IsWithin)
        {
            _deadline?.Dispose();
            _deadline = null;
        }

        return bytes.Length;
    }
}
