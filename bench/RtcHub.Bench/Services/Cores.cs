using System.Diagnostics;
using System.Globalization;

namespace RtcHub.Bench;

/// <summary>
/// The measured nodes have one core, the load and Redis another: what is a core's worth, and neither takes the other's time.
/// Where there is one core only, or no Linux, everyone takes what there is.
/// </summary>
internal static class Cores
{
    private const int Nodes = 0;
    private const nint Load = 0b10;

    private static readonly bool CanPin = OperatingSystem.IsLinux() && Environment.ProcessorCount > 1;

    /// <summary>For this process and those that it starts.</summary>
    public static void PinLoad()
    {
        if (CanPin && OperatingSystem.IsLinux())
            Process.GetCurrentProcess().ProcessorAffinity = Load;
    }

    /// <summary>The command that starts a node on its core.</summary>
    public static string[] PinNode(string[] command) =>
        CanPin ? ["taskset", "--cpu-list", Nodes.ToString(CultureInfo.InvariantCulture), .. command] : command;
}
