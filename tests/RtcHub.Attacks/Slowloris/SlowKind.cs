using RtcHub.Attacks.Raw;

namespace RtcHub.Attacks.Slowloris;

/// <summary>A way to hold a connection without ever getting anywhere.</summary>
/// <param name="Name">What it does.</param>
/// <param name="Limit">Within this time the server must have cut it.</param>
/// <param name="Begin">All that goes well before it becomes slow.</param>
/// <param name="Drip">What it sends next, again and again; null when it is silent.</param>
internal sealed record SlowKind(string Name, TimeSpan Limit, Func<RawConnection, Task> Begin, Func<int, ReadOnlyMemory<byte>>? Drip = null)
{
    /// <summary>How long it waits from drip to drip.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Whether it takes what the server sends. One that does not learns of its end only when it sends.</summary>
    public bool Reads { get; init; } = true;

    /// <summary>What the system takes on behalf of one that does not read.</summary>
    public int? ReceiveBuffer => Reads ? null : 4_096;
}
