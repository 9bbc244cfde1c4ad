using System.IO.Pipelines;

namespace RtcHub.Wire;

/// <summary>
/// Writes, each of which a reader must take within a time: one that reads nothing would hold its connection, and whatever
/// waits to be written to it, for ever. That counts for events, answers and pings alike.
/// </summary>
/// <param name="output">The connection's.</param>
/// <param name="limit">How long a write may wait for the reader.</param>
/// <param name="time">The clock.</param>
/// <param name="expire">Called when one waits longer.</param>
internal sealed class DeadlineWriter(PipeWriter output, TimeSpan limit, TimeProvider time, Action expire) : PipeWriter
{
    public override bool CanGetUnflushedBytes => output.CanGetUnflushedBytes;

    public override long UnflushedBytes => output.UnflushedBytes;

    public override Memory<byte> GetMemory(int sizeHint = 0) => output.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => output.GetSpan(sizeHint);

    public override void Advance(int bytes) => output.Advance(bytes);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        Watch(output.FlushAsync(cancellationToken));

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default) =>
        Watch(output.WriteAsync(source, cancellationToken));

    public override void CancelPendingFlush() => output.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => output.Complete(exception);

    private ValueTask<FlushResult> Watch(ValueTask<FlushResult> flush) => flush.IsCompleted ? flush : WatchAsync(flush);

    private async ValueTask<FlushResult> WatchAsync(ValueTask<FlushResult> flush)
    {
        using var deadline = time.CreateTimer(_ => expire(), state: null, limit, Timeout.InfiniteTimeSpan);
        return await flush;
    }
}
