using System.Globalization;

namespace RtcHub.Attacks.Target;

/// <summary>What is in use on the server's managed heap.</summary>
/// <param name="ObjectsMiB">Generations 0 to 2: what a session that is forgotten would leave behind.</param>
/// <param name="BuffersMiB">
/// Large and pinned objects: the buffers of pools, which the framework gives back after a minute, and of sockets after many.
/// </param>
internal readonly record struct Memory(double ObjectsMiB, double BuffersMiB)
{
    private const double MaxBuffersMiB = 32;

    /// <summary>Null, or in what it is more than it may be after an attack.</summary>
    public string? GrownSince(Memory before)
    {
        if (ObjectsMiB > before.ObjectsMiB * Server.MaxGrowth)
            return string.Create(CultureInfo.InvariantCulture, $"objects had {before.ObjectsMiB:0.00} MiB before, and keep {ObjectsMiB:0.00} MiB");
        return BuffersMiB > before.BuffersMiB + MaxBuffersMiB
            ? string.Create(CultureInfo.InvariantCulture, $"buffers had {before.BuffersMiB:0.0} MiB before, and keep {BuffersMiB:0.0} MiB")
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"objects {ObjectsMiB:0.00} MiB, buffers {BuffersMiB:0.0} MiB");
}
