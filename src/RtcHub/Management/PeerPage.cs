using System.Text.Json.Serialization;

namespace RtcHub.Management;

/// <summary>Some peers.</summary>
/// <param name="Peers">Topic by topic, and in each in the order of their joining.</param>
/// <param name="Next">What to give as <c>after</c> for those that follow; absent at the end.</param>
internal sealed record PeerPage(
    IReadOnlyList<PeerView> Peers, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next)
{
    /// <summary>The first <paramref name="limit"/> of those; that there are more says that others follow.</summary>
    public static PeerPage Of(List<PeerView> peers, int limit) => peers.Count > limit
        ? new PeerPage(peers[..limit], PeerCursor.Of(peers[limit - 1]).ToString())
        : new PeerPage(peers, Next: null);
}
