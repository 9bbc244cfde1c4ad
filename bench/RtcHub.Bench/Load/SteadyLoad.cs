using System.Collections.Concurrent;
using System.Diagnostics;

namespace RtcHub.Bench;

/// <summary>
/// So many signals a second over some pairs, in the mix of a call, there and back by turns. They leave one by one, as those
/// of people who know nothing of each other do: a timer's ticks would bring some at a time, and so save the service wakings.
/// </summary>
internal sealed class SteadyLoad
{
    private readonly int _signalsPerSecond;
    private readonly OneWay[] _ways;
    private readonly ConcurrentQueue<TimeSpan> _latencies = new();
    private int _sent;

    public SteadyLoad(IEnumerable<Pair> pairs, int signalsPerSecond)
    {
        _signalsPerSecond = signalsPerSecond;
        _ways = [.. pairs.SelectMany(pair => new[] { new OneWay(pair.Caller, pair.Callee), new OneWay(pair.Callee, pair.Caller) })];
        foreach (var way in _ways)
            way.Arrived = _latencies.Enqueue;
    }

    /// <summary>Sends for a while. Returns how long those took that came meanwhile, the quickest first.</summary>
    public async Task<TimeSpan[]> RunAsync(TimeSpan duration)
    {
        _latencies.Clear();
        await Task.Factory.StartNew(() => Send(duration), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return [.. _latencies.Order()];
    }

    private void Send(TimeSpan duration)
    {
        var (startedAt, first) = (Stopwatch.GetTimestamp(), _sent);
        while (Stopwatch.GetElapsedTime(startedAt) is var elapsed && elapsed < duration)
        {
            if (_sent - first < elapsed.TotalSeconds * _signalsPerSecond)
                SendNext();
            else
                Thread.Yield(); // no timer is as fine as a signal's turn
        }
    }

    private void SendNext()
    {
        var kind = (_sent / _ways.Length % Pair.SignalsPerCall) switch { 0 => SignalKind.Offer, 1 => SignalKind.Answer, _ => SignalKind.Candidate };
        _ways[_sent % _ways.Length].Send(kind);
        _sent++;
    }
}
