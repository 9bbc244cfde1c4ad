using System.Collections.Concurrent;
using StackExchange.Redis;

namespace RtcHub.Redis;

/// <summary>
/// One Redis server, over one connection pair that is made anew when anything is wrong with it. Nothing waits longer
/// than a second for it.
/// </summary>
internal sealed class RedisServer(string connectionString, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromMilliseconds(900);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<RedisChannel, Outgoing> _outgoing = new(); // by channel
    private ConnectionMultiplexer? _connection;
    private volatile bool _isSilent;

    /// <summary>What tells servers apart, the same on every node: where they are, not how to log in.</summary>
    public string Name { get; } = string.Join(',', ConfigurationOptions.Parse(connectionString).EndPoints.Select(endPoint => endPoint.ToString()));

    public bool IsConnected => _connection is { IsConnected: true };

    /// <summary>
    /// Whether the last answer did not come in time. Whoever has something to ask need not wait as long again: the probe
    /// finds out whether this lasts.
    /// </summary>
    public bool IsSilent => _isSilent;

    /// <summary>
    /// Connects anew and subscribes to one channel; then drops the connection that was before. <paramref name="cut"/> is
    /// called when the subscription breaks off: the library makes it anew, but what was published meanwhile is lost.
    /// </summary>
    /// <exception cref="RedisAwayException">It is not there.</exception>
    public async Task ConnectAsync(RedisChannel inbox, Action<byte[]> received, Action cut)
    {
        var options = ConfigurationOptions.Parse(connectionString);
        options.AbortOnConnectFail = true;
        options.ConnectRetry = 1;
        options.ConnectTimeout = (int)ConnectTimeout.TotalMilliseconds;
        options.ConfigurationChannel = ""; // no subscription but the inbox
        options.TieBreaker = "";
        ConnectionMultiplexer? fresh = null;
        try
        {
            fresh = await ConnectionMultiplexer.ConnectAsync(options).WaitAsync(ConnectTimeout * 2, time);
            fresh.ConnectionFailed += (_, failure) =>
            {
                if (failure.ConnectionType == ConnectionType.Subscription)
                    cut();
            };
            await fresh.GetSubscriber().SubscribeAsync(inbox, (_, message) => received(message!)).WaitAsync(AnswerTimeout, time);
            foreach (var endPoint in fresh.GetEndPoints())
            {
                foreach (var script in RedisScript.All)
                    await fresh.GetServer(endPoint).ScriptLoadAsync(script.Text).WaitAsync(AnswerTimeout, time);
            }
        }
        catch (Exception e) when (IsAway(e))
        {
            fresh?.Dispose();
            throw new RedisAwayException($"Redis at {Name} can't be reached.", e);
        }

        _isSilent = false;
        var previous = Interlocked.Exchange(ref _connection, fresh);
        previous?.Dispose();
    }

    /// <summary>Fails everything that waits for an answer.</summary>
    public void Disconnect() => Interlocked.Exchange(ref _connection, null)?.Dispose();

    /// <summary>Runs a script. What it publishes comes after what was published here before.</summary>
    /// <exception cref="RedisAwayException">It may have run or not.</exception>
    public async Task<RedisResult> RunAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments, TimeSpan? timeout = null)
    {
        foreach (var (_, outgoing) in _outgoing)
            outgoing.Flush();
        try
        {
            return await AskAsync(connection => connection.GetDatabase().ScriptEvaluateAsync(script.Hash, keys, arguments), timeout);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // Somebody flushed the scripts; it has not run. This sends it whole, and Redis knows it again.
            return await AskAsync(connection => connection.GetDatabase().ScriptEvaluateAsync(script.Text, keys, arguments), timeout);
        }
    }

    /// <summary>How many subscribers a message had. It goes at once and alone.</summary>
    /// <exception cref="RedisAwayException">It may have been sent or not.</exception>
    public Task<long> PublishAsync(RedisChannel channel, byte[] message, TimeSpan? timeout = null) =>
        AskAsync(connection => connection.GetSubscriber().PublishAsync(channel, message), timeout);

    /// <summary>As above, but soon, and together with what else waits for that channel then.</summary>
    /// <exception cref="RedisAwayException">It may have been sent or not.</exception>
    public Task<long> PublishSoonAsync(RedisChannel channel, byte[] message) =>
        _outgoing.GetOrAdd(channel, name => new Outgoing(batch => PublishAsync(name, batch))).PublishAsync(message);

    /// <summary>Nothing more is published there.</summary>
    public void Drop(RedisChannel channel) => _outgoing.TryRemove(channel, out _);

    /// <summary>Every field of a hash.</summary>
    /// <exception cref="RedisAwayException">Redis is away.</exception>
    public Task<HashEntry[]> ReadHashAsync(RedisKey key) => AskAsync(connection => connection.GetDatabase().HashGetAllAsync(key));

    /// <summary>Members of a sorted set whose scores are all the same, in the order of their bytes.</summary>
    /// <exception cref="RedisAwayException">Redis is away.</exception>
    public async Task<string[]> ReadOrderedAsync(RedisKey key, RedisValue from, RedisValue to, Exclude exclude, int count)
    {
        var members = await AskAsync(connection => connection.GetDatabase().SortedSetRangeByValueAsync(key, from, to, exclude, 0, count));
        return [.. members.Select(member => (string)member!)];
    }

    /// <summary>A string, or null; one field of a hash.</summary>
    /// <exception cref="RedisAwayException">Redis is away.</exception>
    public Task<RedisValue> ReadAsync(RedisKey key, RedisValue? field = null) => AskAsync(connection => field is { } name
        ? connection.GetDatabase().HashGetAsync(key, name)
        : connection.GetDatabase().StringGetAsync(key));

    /// <summary>Takes members out of a sorted set.</summary>
    /// <exception cref="RedisAwayException">It may have been done.</exception>
    public Task RemoveAsync(RedisKey key, RedisValue[] members) => AskAsync(connection => connection.GetDatabase().SortedSetRemoveAsync(key, members));

    /// <summary>Ends a node's lease now: what it has left is another's to take.</summary>
    /// <exception cref="RedisAwayException">Redis is away.</exception>
    public Task EndLeaseAsync(RedisKey nodes, string nodeId) => AskAsync(connection => connection.GetDatabase().SortedSetAddAsync(nodes, nodeId, score: 0));

    public ValueTask DisposeAsync()
    {
        Disconnect();
        return ValueTask.CompletedTask;
    }

    private async Task<T> AskAsync<T>(Func<ConnectionMultiplexer, Task<T>> ask, TimeSpan? timeout = null)
    {
        try
        {
            var answer = await ask(Connected()).WaitAsync(timeout ?? AnswerTimeout, time);
            _isSilent = false;
            return answer;
        }
        catch (Exception e) when (IsAway(e))
        {
            _isSilent |= e is TimeoutException;
            throw new RedisAwayException("Redis did not answer.", e);
        }
    }

    private ConnectionMultiplexer Connected() => _connection ?? throw new RedisAwayException("Redis is not connected.");

    private static bool IsAway(Exception e) =>
        e is RedisConnectionException or RedisTimeoutException or TimeoutException or TaskCanceledException or ObjectDisposedException
        || (e is RedisServerException && IsNotReady(e.Message));

    /// <summary>It is there but does not serve: loading its data, or a replica of a master that died.</summary>
    private static bool IsNotReady(string message) =>
        message.StartsWith("LOADING", StringComparison.Ordinal) || message.StartsWith("READONLY", StringComparison.Ordinal)
        || message.StartsWith("MASTERDOWN", StringComparison.Ordinal) || message.StartsWith("OOM", StringComparison.Ordinal);
}
