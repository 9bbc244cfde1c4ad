namespace RtcHub.Chaos;

/// <summary>What a run is asked to do.</summary>
internal sealed record Settings
{
    public required int Seed { get; init; }

    public required int Peers { get; init; }

    public required int Nodes { get; init; }

    /// <summary>Messages a second from each client.</summary>
    public required double Rate { get; init; }

    public required TimeSpan ResumeWindow { get; init; }

    public required bool ThroughHaproxy { get; init; }

    /// <summary>The server to run; null is the one built in this configuration.</summary>
    public string? Server { get; init; }

    /// <summary>Random faults for this long; null is each fault once, or the one that is named.</summary>
    public TimeSpan? Long { get; init; }

    /// <summary>The one fault to repeat.</summary>
    public string? Fault { get; init; }

    public int Times { get; init; } = 1;

    /// <summary>Goes on after a broken promise, to see what else is broken.</summary>
    public bool KeepsGoing { get; init; }

    /// <summary>Where processes log, and where logs of broken promises go.</summary>
    public required string Folder { get; init; }
}
