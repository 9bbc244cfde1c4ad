using System.Collections.Concurrent;
using System.Diagnostics;

namespace RtcHub.Bench;

/// <summary>So many signals a second over some pairs, in the mix of a call, there and back by turns.</summary>
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
        var (startedAt, first) = (Stopwatch.GetTimestamp(), _sent);
        while (Stopwatch.GetElapsedTime(startedAt) is var elapsed && elapsed < duration)
        {
            while (_sent - first < elapsed.TotalSeconds * _signalsPerSecond)
                SendNext();
            await Pause.For(TimeSpan.FromMilliseconds(1));
        }

        return [.. _latencies.Order()];
    }

    private void SendNext()
    {
        var kind = (_sent / _ways.Length % Pair.SignalsPerCall) switch { 0 => SignalKind.Offer, 1 => SignalKind.Answer, _ => SignalKind.Candidate };
        _ways[_sent % _ways.Length].Send(kind);
        _sent++;
    }
}
