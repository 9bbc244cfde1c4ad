namespace RtcHub.Webhooks;

/// <summary>What a webhook tells. The letters are how a shared queue has it.</summary>
internal enum WebhookKind
{
    TopicStarted = 'S',
    PeerJoined = 'J',
    PeerLeft = 'L',
    TopicEmptied = 'E',
}

/// <summary>The kinds' names.</summary>
internal static class WebhookKinds
{
    public static IReadOnlyList<WebhookKind> All { get; } = Enum.GetValues<WebhookKind>();

    public static string Name(this WebhookKind kind) => kind switch
    {
        WebhookKind.TopicStarted => "topic.started",
        WebhookKind.PeerJoined => "peer.joined",
        WebhookKind.PeerLeft => "peer.left",
        _ => "topic.emptied",
    };

    public static bool TryParse(string name, out WebhookKind kind)
    {
        kind = All.FirstOrDefault(each => each.Name() == name);
        return kind != default;
    }
}
