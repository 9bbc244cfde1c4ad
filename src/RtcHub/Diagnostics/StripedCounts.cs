using System.Numerics;

namespace RtcHub.Diagnostics;

/// <summary>
/// Counts that every thread adds to on a signal's path. Each processor has a row of its own, cache lines apart from the
/// others', so that counting costs some nanoseconds however many count; reading adds the rows up.
/// </summary>
/// <param name="count">How many things are counted.</param>
internal sealed class StripedCounts(int count)
{
    private const int MaxRows = 64;
    private const int PerCacheLine = 64 / sizeof(long);

    private static readonly int Rows = Math.Min(MaxRows, (int)BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount));

    private readonly int _width = (count / PerCacheLine + 2) * PerCacheLine;
    private readonly long[] _counts = new long[Rows * ((count / PerCacheLine + 2) * PerCacheLine)];

    public void Add(int index, long amount = 1) =>
        Interlocked.Add(ref _counts[(Thread.GetCurrentProcessorId() & (Rows - 1)) * _width + index], amount);

    public long Read(int index)
    {
        var sum = 0L;
        for (var row = 0; row < Rows; row++)
            sum += Volatile.Read(ref _counts[row * _width + index]);
        return sum;
    }
}
