using Microsoft.Extensions.Hosting;
using RtcHub.Backplane;

namespace RtcHub.Diagnostics;

/// <summary>What went on in the last minute, for those who look at a node: the counts as they were each five seconds.</summary>
internal sealed class RecentRates : BackgroundService
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1); // a shorter one says little
    private const int MaxDurations = 1_000;

    private readonly Lock _gate = new();
    private readonly HubMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly Queue<Totals> _earlier = [];
    private readonly Queue<(long At, int Ms)> _durations = [];

    public RecentRates(HubMetrics metrics, TimeProvider time)
    {
        (_metrics, _time) = (metrics, time);
        _earlier.Enqueue(Count());
        metrics.Handshakes.Connected += NoteDuration;
    }

    private readonly record struct Totals(long At, long Signals, long Joins, long Refusals, long Connected, long Failed);

    public NodeRates Read()
    {
        var now = Count();
        lock (_gate)
        {
            LetGo(now.At);
            var before = _earlier.Peek();
            var elapsed = _time.GetElapsedTime(before.At, now.At);
            var seconds = (elapsed > LeastTime ? elapsed : LeastTime).TotalSeconds;
            var durations = _durations.Select(each => each.Ms).Order().ToArray();
            return new NodeRates(
                Rate(now.Signals - before.Signals),
                Rate(now.Joins - before.Joins),
                Rate(now.Refusals - before.Refusals),
                new HandshakeFigures(now.Connected - before.Connected, now.Failed - before.Failed, Share(durations, 0.5), Share(durations, 0.95)));

            double Rate(long count) => Math.Round(count / seconds, 2);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Step, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var now = Count();
            lock (_gate)
            {
                _earlier.Enqueue(now);
                LetGo(now.At);
            }
        }
    }

    /// <summary>The least that this share of them did not exceed.</summary>
    private static int? Share(int[] ordered, double share) =>
        ordered.Length == 0 ? null : ordered[Math.Max(0, (int)Math.Ceiling(share * ordered.Length) - 1)];

    private void NoteDuration(int ms)
    {
        lock (_gate)
        {
            _durations.Enqueue((_time.GetTimestamp(), ms));
            if (_durations.Count > MaxDurations)
                _durations.Dequeue();
        }
    }

    /// <summary>One count from before the window stays: the window begins with it.</summary>
    private void LetGo(long now)
    {
        while (_earlier.Count > 1 && _time.GetElapsedTime(_earlier.ElementAt(1).At, now) >= Window)
            _earlier.Dequeue();
        while (_durations.TryPeek(out var oldest) && _time.GetElapsedTime(oldest.At, now) >= Window)
            _durations.Dequeue();
    }

    private Totals Count() => new(
        _time.GetTimestamp(),
        _metrics.Signals.Count(code => !CodeCounts.IsRefusal(code)),
        _metrics.Joins.Read(SignalCode.Ok),
        _metrics.CountRefusals(),
        _metrics.Handshakes.CountConnected(),
        _metrics.Handshakes.CountFailed());
}
