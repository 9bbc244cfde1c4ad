using RtcHub.Draining;
using RtcHub.Sessions;

namespace RtcHub.Server;

/// <summary>
/// Gives memory back to the system when a storm is over or most sessions have gone. .NET collects garbage when it is
/// asked for memory; a server that falls quiet asks for little, and would keep for hours what it had at its peak.
/// </summary>
internal sealed class QuietCollection(ConnectionCount connections, SessionRegistry sessions, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var lull = new Lull();
        using var timer = new PeriodicTimer(Period, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (lull.IsTimeToCollect(GC.GetTotalAllocatedBytes(), connections.Value, sessions.Count))
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
