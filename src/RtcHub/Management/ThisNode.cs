using System.Reflection;
using Microsoft.Extensions.Hosting;
using RtcHub.Backplane;
using RtcHub.Diagnostics;
using RtcHub.Draining;
using RtcHub.Sessions;
using RtcHub.Topics;

namespace RtcHub.Management;

/// <summary>This node as operators see it.</summary>
internal sealed class ThisNode(
    IBackplane backplane,
    ConnectionCount connections,
    SessionRegistry sessions,
    TopicDirectory topics,
    Readiness readiness,
    DrainService drain,
    RecentRates rates,
    IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    /// <summary>A shorter time than this says little of how busy it is.</summary>
    private static readonly TimeSpan CpuWindow = TimeSpan.FromSeconds(1);

    private static readonly string Version =
        typeof(ThisNode).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly Lock _gate = new();
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private long _sampledAt = time.GetTimestamp();
    private TimeSpan _cpuTime = Environment.CpuUsage.TotalTime;
    private double _cpuShare;

    public string NodeId => backplane.NodeId;

    public NodeStatus Describe() => new(
        NodeId,
        Version,
        _startedAt,
        connections.Value,
        sessions.Count,
        topics.Count,
        SampleCpu(),
        Environment.WorkingSet,
        drain.IsDraining,
        Ready: readiness.Reasons.Count == 0,
        readiness.Reasons,
        rates.Read());

    /// <summary>As on SIGTERM, and off this thread: stopping waits for the drain.</summary>
    public void Drain() => ThreadPool.UnsafeQueueUserWorkItem(
        static lifetime => lifetime.StopApplication(), lifetime, preferLocal: false);

    private double SampleCpu()
    {
        lock (_gate)
        {
            var (now, cpuTime) = (time.GetTimestamp(), Environment.CpuUsage.TotalTime);
            var elapsed = time.GetElapsedTime(_sampledAt, now);
            if (elapsed >= CpuWindow)
            {
                _cpuShare = Math.Round(Math.Clamp((cpuTime - _cpuTime) / elapsed / Environment.ProcessorCount, 0, 1), 3);
                (_sampledAt, _cpuTime) = (now, cpuTime);
            }

            return _cpuShare;
        }
    }
}
