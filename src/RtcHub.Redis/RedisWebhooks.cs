using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RtcHub.Webhooks;

namespace RtcHub.Redis;

/// <summary>
/// Sends the webhooks of one Redis server's topics while this node has the lease for that. When it loses it, or dies,
/// another goes on with what is still in the queue.
/// </summary>
internal sealed class RedisWebhooks(RedisNode at, WebhookQueue queue, WebhookContext context, TimeProvider time, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan LookEach = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AskEach = TimeSpan.FromSeconds(1);

    /// <summary>A node that may send no more waits that long for what is under way.</summary>
    private static readonly TimeSpan LastAnswers = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, ReadOnlyMemory<byte>> _unsettled = new(StringComparer.Ordinal); // done with, and still in the queue
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private long _leaseUntil;

    public void Start() => _running = RunAsync();

    /// <summary>Sends nothing more, and gives the lease back.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _running;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                if (at.IsReachable)
                    await SendWhileOursAsync();
            }
            catch (RedisAwayException)
            {
                // the lease ends by itself
            }
            catch (Exception e)
            {
                logger.WebhooksFailed(e);
            }

            await PauseAsync(AskEach);
        }
    }

    private async Task SendWhileOursAsync()
    {
        await SettleAsync();
        var sentAt = time.GetTimestamp();
        var reading = await queue.ReadAsync(after: 0);
        if (!reading.IsHeld)
            return;

        NoteLease(sentAt);
        using var dispatcher = new WebhookDispatcher(context) { MaySend = MaySend, SettleAsync = SettleAsync };
        try
        {
            await FollowAsync(dispatcher, reading);
        }
        finally
        {
            await dispatcher.StopAsync(LastAnswers);
        }

        if (_stopping.IsCancellationRequested)
            await queue.LeaveAsync();
    }

    /// <summary>Returns when the lease is over, this node stops, or it has to begin anew with what is in the queue.</summary>
    private async Task FollowAsync(WebhookDispatcher dispatcher, WebhookReading reading)
    {
        for (var last = 0L; reading.IsHeld; )
        {
            last = Take(dispatcher, reading, last);
            WebhookReading? next = null;
            while (next is null)
            {
                await PauseAsync(LookEach);
                if (_stopping.IsCancellationRequested || dispatcher.HasStopped || !MaySend())
                    return;
                next = await LookAsync(last);
            }

            if (next.IsNew)
                return; // what was read is not what is there now
            reading = next;
        }
    }

    /// <summary>Null when Redis does not answer: the lease may last until it does.</summary>
    private async Task<WebhookReading?> LookAsync(long after)
    {
        try
        {
            var sentAt = time.GetTimestamp();
            var reading = await queue.ReadAsync(after);
            if (reading is { IsHeld: true, IsNew: false })
                NoteLease(sentAt);
            return reading;
        }
        catch (RedisAwayException)
        {
            return null;
        }
    }

    /// <summary>Returns the number of the last that was read.</summary>
    private long Take(WebhookDispatcher dispatcher, WebhookReading reading, long last)
    {
        context.NoteDropped(reading.Dropped);
        dispatcher.Forget(webhook => webhook.Number < reading.OldestNumber);
        foreach (var webhook in reading.Webhooks.Where(webhook => !_unsettled.ContainsKey(webhook.Id)))
            dispatcher.Add(webhook);
        return reading.Webhooks is [.., var latest] ? latest.Number : last;
    }

    private async Task<bool> SettleAsync(Webhook webhook)
    {
        _unsettled[webhook.Id] = webhook.Entry;
        try
        {
            await queue.RemoveAsync(webhook.Entry);
            return _unsettled.TryRemove(webhook.Id, out _);
        }
        catch (Exception e)
        {
            if (e is not RedisAwayException)
                logger.WebhooksFailed(e);
            return false; // before it looks for the next, this node does it
        }
    }

    private async Task SettleAsync()
    {
        foreach (var (id, entry) in _unsettled)
        {
            await queue.RemoveAsync(entry);
            _unsettled.TryRemove(id, out _);
        }
    }

    private bool MaySend() => time.GetTimestamp() < Volatile.Read(ref _leaseUntil);

    private void NoteLease(long sentAt) =>
        Volatile.Write(ref _leaseUntil, sentAt + (long)(WebhookQueue.Lease.TotalSeconds * time.TimestampFrequency));

    private async Task PauseAsync(TimeSpan pause) =>
        await Task.Delay(pause, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
