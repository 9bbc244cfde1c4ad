using System.Diagnostics.Metrics;

namespace RtcHub.Diagnostics;

/// <summary>The bounds of what is timed, in seconds, for those who gather it.</summary>
internal static class Durations
{
    /// <summary>What the service does by itself.</summary>
    public static InstrumentAdvice<double> UpToTenSeconds { get; } = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    /// <summary>What people wait for.</summary>
    public static InstrumentAdvice<double> UpToAMinute { get; } = new()
    {
        HistogramBucketBoundaries = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 7.5, 10, 15, 30, 60],
    };
}
