using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos;

/// <summary>
/// How long this program itself did not get to run. A late answer says nothing of the service when the one who waits for
/// it was asleep.
/// </summary>
internal sealed class Stalls(World world)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private long _longest;

    /// <summary>Since this was last asked.</summary>
    public TimeSpan TakeLongest() => new(Interlocked.Exchange(ref _longest, 0));

    /// <summary>Also looks after clients that hear no answers.</summary>
    public async Task WatchAsync(CancellationToken cancellation)
    {
        for (var before = Clock.Now; !cancellation.IsCancellationRequested; before = Clock.Now)
        {
            await Clock.Delay(Tick, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
            var late = Clock.Now - before - Tick;
            if (late.Ticks > Interlocked.Read(ref _longest))
                Interlocked.Exchange(ref _longest, late.Ticks);
            foreach (var client in world.Clients)
                client.Keeper.GiveUpIfSilent(world.Patience);
        }
    }
}
