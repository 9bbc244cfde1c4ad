using System.Collections.Concurrent;
using System.Diagnostics;

namespace RtcHub.Bench;

/// <summary>Signals from one peer to another, which nothing follows, and how long they are on their way.</summary>
internal sealed class OneWay
{
    private readonly LoadPeer _from;
    private readonly LoadPeer _to;
    private readonly ConcurrentQueue<long> _sentAt = new(); // those on their way, which come in order

    public OneWay(LoadPeer from, LoadPeer to)
    {
        (_from, _to) = (from, to);
        to.Received = _ =>
        {
            if (_sentAt.TryDequeue(out var sentAt))
                Arrived(Stopwatch.GetElapsedTime(sentAt));
        };
    }

    /// <summary>Told of each that comes.</summary>
    public Action<TimeSpan> Arrived { get; set; } = _ => { };

    public void Send(SignalKind kind)
    {
        _sentAt.Enqueue(Stopwatch.GetTimestamp());
        _from.Send(kind, _to.Id);
    }
}
