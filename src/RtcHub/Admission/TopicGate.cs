using System.Threading.RateLimiting;

namespace RtcHub.Admission;

/// <summary>
/// Lets so many at a time into a topic, each from its join until its client takes the roster. A join costs as much as the
/// topic has members, and a roster that nobody reads stays in memory: those who do not read keep each other waiting.
/// </summary>
internal sealed class TopicGate(TimeProvider time) : IDisposable
{
    private const int Places = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly PartitionedRateLimiter<string> _places = PartitionedRateLimiter.Create<string, string>(
        topic => RateLimitPartition.GetConcurrencyLimiter(
            topic, _ => new ConcurrencyLimiterOptions { PermitLimit = Places, QueueLimit = int.MaxValue }),
        StringComparer.Ordinal);

    /// <summary>A place, to be disposed of; <see langword="null"/> when none has become free, or the connection is lost.</summary>
    public ValueTask<RateLimitLease?> TryEnterAsync(string topic, CancellationToken lost)
    {
        var place = _places.AttemptAcquire(topic);
        return place.IsAcquired ? new(place) : WaitAsync(topic, lost);
    }

    public void Dispose() => _places.Dispose();

    private async ValueTask<RateLimitLease?> WaitAsync(string topic, CancellationToken lost)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, lost);
        try
        {
            return await _places.AcquireAsync(topic, cancellationToken: either.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
