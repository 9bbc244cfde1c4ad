using System.Diagnostics;

namespace RtcHub.Chaos.Logs;

/// <summary>One clock for all logs: the time since this program started.</summary>
internal static class Clock
{
    private static readonly long Start = Stopwatch.GetTimestamp();

    public static TimeSpan Now => Stopwatch.GetElapsedTime(Start);

    public static Task Delay(TimeSpan time, CancellationToken cancellation = default) =>
        time > TimeSpan.Zero ? Task.Delay(time, TimeProvider.System, cancellation) : Task.CompletedTask;
}
