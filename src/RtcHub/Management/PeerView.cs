using System.Text.Json.Serialization;
using RtcHub.Topics;

namespace RtcHub.Management;

/// <summary>A member of a topic as operators see it: what the others are shown, and what only the service knows.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="PeerId">Its session.</param>
/// <param name="State">Whether its connection is up.</param>
/// <param name="JoinedAt">When it joined the topic, UTC.</param>
/// <param name="Metadata">What it says about itself.</param>
/// <param name="NodeId">Which node has its session.</param>
/// <param name="Grants">What it may do in the topic.</param>
internal sealed record PeerView(
    string Topic, string PeerId, PeerState State, DateTime JoinedAt, RawJson? Metadata, string NodeId, IReadOnlyList<string> Grants)
{
    /// <summary>Who it is, where the service knows.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? UserId { get; init; }

    /// <summary>Whether it keeps the topic locked, as a moderator.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Locks { get; init; }

    /// <summary>Whether the others are not shown it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Hidden { get; init; }

    public static PeerView Of(string topic, Member member) => new(
        topic, member.PeerId, member.Peer.State, member.Peer.JoinedAt, member.Peer.Metadata, member.NodeId, NamesOf(member.Access.Grants))
    {
        UserId = member.Peer.UserId,
        Locks = member.Peer.Locks,
        Hidden = member.Access.IsHidden,
    };

    private static string[] NamesOf(TopicGrants grants) =>
        grants == TopicGrants.None ? [] : grants.ToString().ToLowerInvariant().Split(", ");
}
