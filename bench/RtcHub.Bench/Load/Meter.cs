using System.Diagnostics;

namespace RtcHub.Bench;

/// <summary>What a service spent on some work.</summary>
/// <param name="Cpu">Processor time of its process.</param>
/// <param name="Elapsed">Time on the clock.</param>
internal readonly record struct Spent(TimeSpan Cpu, TimeSpan Elapsed)
{
    /// <summary>The share of one core.</summary>
    public double Share => Cpu / Elapsed;
}

/// <summary>Measures what a service spends.</summary>
internal sealed class Meter(ServerProcess server)
{
    private readonly TimeSpan _cpu = server.CpuTime;
    private readonly long _startedAt = Stopwatch.GetTimestamp();

    public Spent Read() => new(server.CpuTime - _cpu, Stopwatch.GetElapsedTime(_startedAt));
}
