namespace RtcHub.Bench;

/// <summary>Waits on the real clock: a load lasts as long as it lasts.</summary>
internal static class Pause
{
    public static Task For(TimeSpan time) => Task.Delay(time, TimeProvider.System);
}
