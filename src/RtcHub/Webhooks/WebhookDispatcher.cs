namespace RtcHub.Webhooks;

/// <summary>
/// Sends what is in a queue: the events of a topic one after the other, each when the receiver has the one before; topics
/// side by side, up to a limit. Nobody waits for it.
/// </summary>
internal sealed class WebhookDispatcher : IDisposable
{
    private readonly Lock _gate = new();
    private readonly WebhookContext _context;
    private readonly Dictionary<string, WebhookLane> _lanes = new(StringComparer.Ordinal);
    private readonly PriorityQueue<WebhookLane, long> _resting = new(); // until when: those of which none is under way
    private readonly LinkedList<Webhook> _all = new();
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ITimer _timer;
    private TaskCompletionSource? _empty;
    private int _underWay;
    private bool _isStopping;

    public WebhookDispatcher(WebhookContext context)
    {
        _context = context;
        _timer = context.Time.CreateTimer(_ => Run(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether this node may send now. When not, nothing more is sent.</summary>
    public Func<bool> MaySend { get; init; } = () => true;

    /// <summary>
    /// Takes an event that is done with out of the queue. False when that can't be done now; then nothing more is sent.
    /// </summary>
    public Func<Webhook, Task<bool>> SettleAsync { get; init; } = _ => Task.FromResult(true);

    public int Count
    {
        get
        {
            lock (_gate)
                return _all.Count;
        }
    }

    /// <summary>Whether nothing more is sent: what is done with could not be taken out, or this node may not.</summary>
    public bool HasStopped
    {
        get
        {
            lock (_gate)
                return _isStopping;
        }
    }

    /// <summary>A further event, later than all before it. Does not block.</summary>
    public void Add(Webhook webhook)
    {
        lock (_gate)
        {
            _all.AddLast(webhook);
            _context.Counters.CountWaiting(1);
            if (!_lanes.TryGetValue(webhook.Topic, out var lane))
            {
                _lanes[webhook.Topic] = lane = new WebhookLane();
                _resting.Enqueue(lane, _context.Time.GetTimestamp());
            }

            lane.Webhooks.AddLast(webhook);
            Run();
        }
    }

    /// <summary>Forgets events that are not under way, from the oldest on, while they are to go. How many they were.</summary>
    public int Forget(Func<Webhook, bool> isToGo)
    {
        lock (_gate)
        {
            var before = _all.Count;
            for (var node = _all.First; node is not null && isToGo(node.Value);)
            {
                var (webhook, lane) = (node.Value, _lanes[node.Value.Topic]);
                node = node.Next;
                if (!lane.IsUnderWay || lane.Webhooks.First!.Value != webhook)
                    Remove(lane, webhook);
            }

            return before - _all.Count;
        }
    }

    /// <summary>Completes when nothing waits.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_gate)
        {
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_all.Count == 0)
                _empty.TrySetResult();
            return _empty.Task;
        }
    }

    /// <summary>Sends nothing more. Who is under way has that long; it is not the application's time, for its host waits.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        lock (_gate)
        {
            _isStopping = true;
            if (_underWay == 0)
                _quiet.TrySetResult();
        }

        try
        {
            await _quiet.Task.WaitAsync(patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            await _cancellation.CancelAsync();
            await _quiet.Task;
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        _cancellation.Dispose();
        _context.Counters.CountWaiting(-Count);
    }

    /// <summary>Begins what may begin now, and comes again when more may.</summary>
    private void Run()
    {
        lock (_gate)
        {
            var (now, receiver) = (_context.Time.GetTimestamp(), _context.Receiver);
            var atOnce = receiver.IsDown ? 1 : _context.Options.Concurrency;
            while (!_isStopping && _underWay < atOnce && _resting.TryPeek(out var lane, out var until))
            {
                var due = Math.Max(until, receiver.PausedUntil);
                if (due > now)
                {
                    _timer.Change(_context.Time.GetElapsedTime(now, due), Timeout.InfiniteTimeSpan);
                    return;
                }

                _resting.Dequeue();
                if (lane.Failures > 0 && receiver.DownUntil > now)
                {
                    _resting.Enqueue(lane, receiver.DownUntil);
                    continue; // a topic that has not failed yet may show that the receiver is back
                }

                _underWay++;
                lane.IsUnderWay = true;
                _ = TryAsync(lane, lane.Webhooks.First!.Value);
            }
        }
    }

    private async Task TryAsync(WebhookLane lane, Webhook webhook)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // the caller has the lock
        var answer = await AttemptAsync(webhook);
        var isBack = _context.Receiver.Note(answer);
        var isOver = answer.Outcome is not (WebhookOutcome.Failed or WebhookOutcome.NotOurs);
        CountIn(answer.Outcome);
        var isSettled = isOver && await SettleAsync(webhook);

        lock (_gate)
        {
            _underWay--;
            lane.IsUnderWay = false;
            lane.Failures = isOver ? 0 : lane.Failures + 1;
            _isStopping |= answer.Outcome == WebhookOutcome.NotOurs || isOver != isSettled;
            var rest = isOver ? TimeSpan.Zero : RetryDelay.After(lane.Failures, Random.Shared.NextDouble());
            _resting.Enqueue(lane, _context.Time.GetTimestamp() + (long)(rest.TotalSeconds * _context.Time.TimestampFrequency));
            if (isSettled)
                Remove(lane, webhook);
            if (isBack)
                EndRests();
            if (_isStopping && _underWay == 0)
                _quiet.TrySetResult();
            Run();
        }
    }

    private async Task<WebhookAnswer> AttemptAsync(Webhook webhook)
    {
        if (!MaySend())
            return new WebhookAnswer(WebhookOutcome.NotOurs);
        return _context.Receiver.IsGone || _context.Time.GetUtcNow() - webhook.Time > _context.Options.RetryFor
            ? new WebhookAnswer(WebhookOutcome.Dropped)
            : await _context.Sender.SendAsync(webhook, _cancellation.Token);
    }

    private void CountIn(WebhookOutcome outcome)
    {
        switch (outcome)
        {
            case WebhookOutcome.Delivered:
                _context.Counters.CountDelivered();
                break;
            case WebhookOutcome.Failed:
                _context.Counters.CountRetried();
                break;
            case WebhookOutcome.Gone or WebhookOutcome.Dropped:
                _context.NoteDropped(1);
                break;
        }
    }

    private void Remove(WebhookLane lane, Webhook webhook)
    {
        lane.Webhooks.Remove(webhook);
        _all.Remove(webhook);
        _context.Counters.CountWaiting(-1);
        if (lane.Webhooks.Count == 0)
        {
            _lanes.Remove(webhook.Topic);
            _resting.Remove(lane, out _, out _);
        }

        if (_all.Count == 0)
            _empty?.TrySetResult();
    }

    /// <summary>The receiver takes events again.</summary>
    private void EndRests()
    {
        var lanes = _resting.UnorderedItems.ToArray();
        var now = _context.Time.GetTimestamp();
        _resting.Clear();
        foreach (var (lane, until) in lanes)
            _resting.Enqueue(lane, Math.Min(until, now));
    }
}
