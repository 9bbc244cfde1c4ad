using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace RtcHub.Wire;

/// <summary>
/// Has every connection look after itself now and then: one timer for all of them, an eighth at a time, so that they do
/// not all ping at once.
/// </summary>
internal sealed class Heartbeat(IOptions<RtcHubOptions> options, TimeProvider time) : BackgroundService
{
    private const int Shares = 8;

    /// <summary>A silence is noticed this much too late at most, as a part of <see cref="RtcHubOptions.KeepAliveInterval"/>.</summary>
    private const double Lateness = 0.2;

    private static readonly TimeSpan MinPeriod = TimeSpan.FromMilliseconds(1);

    private readonly HashSet<SignalingConnection>[] _shares = [.. Enumerable.Range(0, Shares).Select(_ => new HashSet<SignalingConnection>())];
    private int _next;

    /// <summary>Looks after a connection until what is returned is disposed of.</summary>
    public IDisposable Add(SignalingConnection connection)
    {
        var share = _shares[(uint)Interlocked.Increment(ref _next) % Shares];
        lock (share)
            share.Add(connection);
        return new Place(share, connection);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var period = options.Value.KeepAliveInterval * Lateness / Shares;
        using var timer = new PeriodicTimer(period > MinPeriod ? period : MinPeriod, time);
        for (var turn = 0; await timer.WaitForNextTickAsync(stoppingToken); turn++)
            Beat(_shares[turn % Shares]);
    }

    private static void Beat(HashSet<SignalingConnection> share)
    {
        using var turn = Cork.Open();
        lock (share)
        {
            foreach (var connection in share)
                connection.Beat();
        }
    }

    private sealed class Place(HashSet<SignalingConnection> share, SignalingConnection connection) : IDisposable
    {
        public void Dispose()
        {
            lock (share)
                share.Remove(connection);
        }
    }
}
