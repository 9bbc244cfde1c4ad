using System.Text.Json.Serialization;

namespace RtcHub.Backplane;

/// <summary>A topic without its peers.</summary>
/// <param name="Topic">Its name.</param>
/// <param name="PeerCount">How many are in, over all nodes; those who are hidden too.</param>
/// <param name="Nodes">On which nodes they are.</param>
/// <param name="Version">Its roster's. 0 when nobody is in and nobody was lately.</param>
/// <param name="Lock">The operator's lock, if there is one.</param>
internal sealed record TopicSummary(
    string Topic, int PeerCount, IReadOnlyList<string> Nodes, long Version, [property: JsonIgnore] TopicLock? Lock)
{
    /// <summary>Whether an operator keeps it locked. That a moderator does is told by the peer's <c>locks</c>.</summary>
    public bool Locked => Lock is not null;

    /// <summary>When the lock ends by itself.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? LockedUntil => Lock?.Until;
}

/// <summary>An operator's lock of a topic.</summary>
/// <param name="Until">When it ends by itself; <see langword="null"/> for never.</param>
internal sealed record TopicLock(DateTimeOffset? Until);
