using System.Diagnostics;

namespace RtcHub.Bench;

/// <summary>What a process has used so far.</summary>
internal sealed class ProcessUsage(Process process)
{
    /// <summary>User and system time.</summary>
    public TimeSpan CpuTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public double ResidentMiB
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }
}
