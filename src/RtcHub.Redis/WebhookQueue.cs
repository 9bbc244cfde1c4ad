using StackExchange.Redis;

namespace RtcHub.Redis;

/// <summary>The queue of webhooks at one Redis server, and who sends what is in it.</summary>
internal sealed class WebhookQueue(RedisServer server, RedisKeys keys, string nodeId)
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);
    private const int AtOnce = 500;

    /// <summary>Takes the lease or renews it, and reads what comes after a number.</summary>
    /// <exception cref="RedisAwayException">This node may have the lease or not.</exception>
    public async Task<WebhookReading> ReadAsync(long after)
    {
        var result = await RunAsync((long)Lease.TotalMilliseconds, after);
        var holder = (string?)result[0];
        if (holder == "other")
            return new WebhookReading(IsHeld: false, IsNew: false, Dropped: 0, OldestNumber: long.MaxValue, []);

        var oldest = (byte[])result[2]!;
        return new WebhookReading(
            IsHeld: true,
            IsNew: holder == "taken",
            Dropped: (long)result[1],
            oldest.Length == 0 ? long.MaxValue : WebhookText.NumberOf(oldest),
            [.. result.Skip(3).Select(entry => WebhookText.Parse((byte[])entry!))]);
    }

    /// <summary>Gives the lease back.</summary>
    /// <exception cref="RedisAwayException">It ends by itself.</exception>
    public Task LeaveAsync() => RunAsync(lease: 0, after: 0);

    /// <summary>Takes events out that are done with. Whoever does it, and however often: no other is like them.</summary>
    /// <exception cref="RedisAwayException">It may have been done.</exception>
    public Task RemoveAsync(params ReadOnlyMemory<byte>[] entries) =>
        server.RemoveAsync(keys.Webhooks, [.. entries.Select(entry => (RedisValue)entry.ToArray())]);

    private async Task<RedisResult[]> RunAsync(long lease, long after) => (RedisResult[])(await server.RunAsync(
        RedisScript.Webhooks, [keys.WebhookLease, keys.Webhooks, keys.WebhookState], [nodeId, lease, after, AtOnce]))!;
}
