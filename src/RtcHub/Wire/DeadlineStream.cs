using System.Buffers;
using System.Runtime.CompilerServices;

namespace RtcHub.Wire;

/// <summary>
/// The bytes below a WebSocket, whose every message must be whole within a time from its first byte on. Above it nobody
/// can tell: a frame is handed on when a buffer is full of it, which a client that sends a byte now and then never reaches.
/// What is here is read at once, however many frames it is.
/// </summary>
/// <param name="inner">The connection's.</param>
/// <param name="limit">How long a message may take.</param>
/// <param name="time">The clock.</param>
/// <param name="expire">Called when one takes longer.</param>
internal sealed class DeadlineStream(Stream inner, TimeSpan limit, TimeProvider time, Action expire) : Stream
{
    private const byte CloseFrame = 0x88; // how it begins: RFC 6455, section 5.2
    private const int ReadBytes = 16_384;

    private WebSocketScanner _frames;
    private byte[] _rented = []; // while something of it is to be handed on
    private Memory<byte> _here; // that
    private ITimer? _deadline;
    private ArrayBufferWriter<byte>? _last;

    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _here.Length > 0 ? new(HandOn(buffer.Span)) : ReadMoreAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>The next frames are the last: they wait for the one that closes the WebSocket, and leave together with it.</summary>
    public void HoldForClose() => _last ??= new ArrayBufferWriter<byte>();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_last is null)
            return inner.WriteAsync(buffer, cancellationToken);
        _last.Write(buffer.Span);
        return buffer.Span[0] == CloseFrame ? inner.WriteAsync(_last.WrittenMemory, cancellationToken) : default;
    }

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

    /// <summary>Only who must be waited for has a deadline: most messages are here whole. Who is waited for has no buffer.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadMoreAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var arrival = inner.ReadAsync(Memory<byte>.Empty, cancellationToken);
        if (!arrival.IsCompleted && _frames.IsWithin)
            _deadline ??= time.CreateTimer(_ => expire(), state: null, limit, Timeout.InfiniteTimeSpan);
        await arrival;
        if (buffer.IsEmpty)
            return 0;

        _rented = ArrayPool<byte>.Shared.Rent(ReadBytes);
        Take(await inner.ReadAsync(_rented, cancellationToken));
        return HandOn(buffer.Span);
    }

    private void Take(int read)
    {
        _here = _rented.AsMemory(0, read);
        if (_frames.Read(_here.Span) || !_frames.IsWithin)
        {
            _deadline?.Dispose();
            _deadline = null;
        }
    }

    private int HandOn(Span<byte> buffer)
    {
        var bytes = _here.Span[..Math.Min(_here.Length, buffer.Length)];
        bytes.CopyTo(buffer);
        _here = _here[bytes.Length..];
        if (_here.IsEmpty)
        {
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = [];
        }

        return bytes.Length;
    }
}
