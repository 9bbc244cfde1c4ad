using Microsoft.Extensions.Options;

namespace RtcHub.Webhooks;

/// <summary>What every queue of webhooks works with.</summary>
internal sealed class WebhookContext(IOptions<RtcHubOptions> options, WebhookSender sender, WebhookReceiver receiver, WebhookCounters counters, TimeProvider time)
{
    public WebhookOptions Options { get; } = options.Value.Webhooks;

    /// <summary>The kinds of events that the receiver wants.</summary>
    public IReadOnlyList<WebhookKind> Kinds { get; } =
    [
        .. WebhookKinds.All.Where(kind => options.Value.Webhooks.Events is not { Count: > 0 } chosen || chosen.Contains(kind.Name())),
    ];

    public WebhookSender Sender => sender;

    public WebhookReceiver Receiver => receiver;

    public WebhookCounters Counters => counters;

    public TimeProvider Time => time;

    /// <summary>Events that nobody has tried to send are lost.</summary>
    public void NoteDropped(long events)
    {
        if (events == 0)
            return;
        counters.CountDropped(events);
        receiver.NoteDropped();
    }
}
