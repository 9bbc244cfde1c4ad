using System.Diagnostics;

namespace RtcHub.Bench;

/// <summary>What a service spent on some work.</summary>
/// <param name="Cpu">Processor time of all its nodes.</param>
/// <param name="RedisCpu">Processor time of the Redis beside them.</param>
/// <param name="Elapsed">Time on the clock.</param>
internal readonly record struct Spent(TimeSpan Cpu, TimeSpan RedisCpu, TimeSpan Elapsed)
{
    /// <summary>The share of one core.</summary>
    public double Share => Cpu / Elapsed;
}

/// <summary>Measures what a service spends.</summary>
internal sealed class Meter(RunningService service)
{
    private readonly TimeSpan _cpu = service.CpuTime;
    private readonly TimeSpan _redisCpu = RedisCpuOf(service);
    private readonly long _startedAt = Stopwatch.GetTimestamp();

    public Spent Read() => new(service.CpuTime - _cpu, RedisCpuOf(service) - _redisCpu, Stopwatch.GetElapsedTime(_startedAt));

    private static TimeSpan RedisCpuOf(RunningService service) => service.Redis?.CpuTime ?? TimeSpan.Zero;
}
