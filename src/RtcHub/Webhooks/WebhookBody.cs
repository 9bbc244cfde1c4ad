using System.Text.Json;
using System.Text.Json.Serialization;

namespace RtcHub.Webhooks;

/// <summary>What the receiver gets: <c>docs/webhooks.md</c> describes it.</summary>
/// <param name="Type">The event's name.</param>
/// <param name="Timestamp">When it happened, UTC.</param>
/// <param name="Data">What happened.</param>
internal sealed record WebhookBody(string Type, DateTime Timestamp, WebhookData Data)
{
    public static byte[] Write(Webhook webhook, bool withMetadata)
    {
        var change = webhook.Change;
        var member = change.Member!;
        var isOfPeer = webhook.Kind is WebhookKind.PeerJoined or WebhookKind.PeerLeft;
        var data = new WebhookData(change.Topic, webhook.Sequence, change.Version, member.NodeId)
        {
            Peer = !isOfPeer ? null : withMetadata ? member.Peer : member.Peer with { Metadata = null },
            Hidden = isOfPeer && member.Access.IsHidden,
            Reason = webhook.Kind == WebhookKind.PeerLeft ? change.Reason : null,
        };
        return JsonSerializer.SerializeToUtf8Bytes(
            new WebhookBody(webhook.Kind.Name(), webhook.Time.UtcDateTime, data), WebhookJsonContext.Default.WebhookBody);
    }
}

/// <summary>What happened in a topic.</summary>
/// <param name="Topic">Its canonical name.</param>
/// <param name="Sequence">Which of the topic's events this is.</param>
/// <param name="Version">The roster's version after it.</param>
/// <param name="Node">The node that had the peer's session.</param>
internal sealed record WebhookData(string Topic, long Sequence, long Version, string Node)
{
    /// <summary>Who joined or left.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Peer? Peer { get; init; }

    /// <summary>Whether the other peers are not shown it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Hidden { get; init; }

    /// <summary>Why it left.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LeaveReason? Reason { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WebhookBody))]
internal sealed partial class WebhookJsonContext : JsonSerializerContext;
