using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace RtcHub.Wire;

/// <summary>
/// Reads messages, each of which must be whole within a time from its first byte on: SignalR has no such limit, and one
/// that drips in for ever would hold its connection and its memory as long.
/// </summary>
/// <param name="input">The connection's.</param>
/// <param name="limit">How long a message may take.</param>
/// <param name="time">The clock.</param>
/// <param name="expire">Called when one takes longer.</param>
internal sealed class DeadlineReader(PipeReader input, TimeSpan limit, TimeProvider time, Action expire) : PipeReader
{
    private ReadOnlySequence<byte> _unread;
    private long? _begunAt;
    private long _handled;

    /// <summary>How many bytes have been handled.</summary>
    public long Handled => Volatile.Read(ref _handled);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        // Runs only while it is the client that is waited for: handling a message takes nothing from the next one's time.
        using var deadline = _begunAt is { } begunAt ? StartTimer(limit - time.GetElapsedTime(begunAt)) : null;
        var result = await input.ReadAsync(cancellationToken);
        _unread = result.Buffer;
        return result;
    }

    public override bool TryRead(out ReadResult result)
    {
        var hasRead = input.TryRead(out result);
        if (hasRead)
            _unread = result.Buffer;
        return hasRead;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        var rest = _unread.Slice(consumed);
        if (rest.IsEmpty)
            _begunAt = null;
        else if (_begunAt is null || rest.Length < _unread.Length)
            _begunAt = time.GetTimestamp(); // what remains is the beginning of another message

        var handled = _unread.Length - rest.Length;
        _unread = default;
        input.AdvanceTo(consumed, examined);
        Volatile.Write(ref _handled, _handled + handled);
    }

    public override void CancelPendingRead() => input.CancelPendingRead();

    public override void Complete(Exception? exception = null) => input.Complete(exception);

    private ITimer StartTimer(TimeSpan left) => time.CreateTimer(
        _ => expire(), state: null, left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
}
