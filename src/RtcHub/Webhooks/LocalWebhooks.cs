using RtcHub.Topics;

namespace RtcHub.Webhooks;

/// <summary>The queue of webhooks of a node that is alone: in memory, and lost with it.</summary>
internal sealed class LocalWebhooks(WebhookContext context) : IDisposable
{
    /// <summary>A node that stops takes that long at most to send what waits, if the receiver is there.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _sequences = new(StringComparer.Ordinal);
    private readonly WebhookDispatcher _dispatcher = new(context);
    private long _number;

    public bool IsOn => context.Options.IsOn;

    /// <summary>A roster has changed, and has that many members now. Its lock is held: changes of a topic come in order.</summary>
    public void Note(RosterEvent change, int members)
    {
        if (change.Kind == RosterEventKind.Joined && members == 1)
            Add(WebhookKind.TopicStarted, change);
        if (change.Kind is RosterEventKind.Joined or RosterEventKind.Left)
            Add(change.Kind == RosterEventKind.Joined ? WebhookKind.PeerJoined : WebhookKind.PeerLeft, change);
        if (change.Kind == RosterEventKind.Left && members == 0)
        {
            Add(WebhookKind.TopicEmptied, change);
            lock (_gate)
                _sequences.Remove(change.Topic);
        }
    }

    public async Task StopAsync()
    {
        try
        {
            if (!context.Receiver.IsDown)
                await _dispatcher.WhenEmptyAsync().WaitAsync(LastWords, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            // what is left is lost
        }

        await _dispatcher.StopAsync(patience: TimeSpan.Zero);
    }

    public void Dispose() => _dispatcher.Dispose();

    private void Add(WebhookKind kind, RosterEvent change)
    {
        if (!context.Kinds.Contains(kind))
            return;

        lock (_gate)
        {
            var sequence = _sequences[change.Topic] = _sequences.GetValueOrDefault(change.Topic) + 1;
            _dispatcher.Add(new Webhook(++_number, kind, $"evt_{Guid.NewGuid():N}", context.Time.GetUtcNow(), sequence, change));
            context.NoteDropped(_dispatcher.Forget(_ => _dispatcher.Count > context.Options.QueueLimit));
        }
    }
}
