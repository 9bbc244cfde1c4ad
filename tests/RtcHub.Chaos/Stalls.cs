using System.Globalization;
using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos;

/// <summary>
/// How long this program itself did not get to run, and how much of the time something on this machine waited for a
/// processor. A late answer says nothing of the service when there was nobody to give it, or to take it.
/// </summary>
internal sealed class Stalls(World world)
{
    private const string PressureFile = "/proc/pressure/cpu"; // "some avg10=… total=MICROSECONDS"
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private (TimeSpan At, double Waited) _before = (Clock.Now, Waited());
    private long _longest;

    /// <summary>Since this was last asked.</summary>
    public (TimeSpan Longest, double Pressure) Take()
    {
        var now = (At: Clock.Now, Waited: Waited());
        var pressure = (now.Waited - _before.Waited) / Math.Max(0.1, (now.At - _before.At).TotalSeconds);
        _before = now;
        return (new(Interlocked.Exchange(ref _longest, 0)), pressure);
    }

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

    private static double Waited() => File.Exists(PressureFile)
        ? double.Parse(File.ReadLines(PressureFile).First().Split("total=")[1], CultureInfo.InvariantCulture) / 1e6
        : 0;
}
