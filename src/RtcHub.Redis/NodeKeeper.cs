using System.Globalization;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace RtcHub.Redis;

/// <summary>
/// Keeps this node alive at one Redis server: the connection, the lease, and the probe that tells whether what is
/// published is heard here. One loop; all that it decides is decided in order.
/// </summary>
internal sealed class NodeKeeper(RedisServer server, RedisKeys keys, string nodeId, NodeMail mail, TimeProvider time, ILogger logger)
{
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ProbeEach = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan DeafAfter = TimeSpan.FromMilliseconds(1_750);

    /// <summary>How long a failed attempt shows that Redis is away, and not this node.</summary>
    private static readonly TimeSpan AwayAfterAttempt = TimeSpan.FromSeconds(5);

    /// <summary>How long attempts must fail until a node whose lease ended unnoticed believes that Redis is away.</summary>
    private static readonly TimeSpan BelievedAwayAfter = TimeSpan.FromSeconds(3);

    private readonly TaskCompletionSource _firstUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _leaseUntil;
    private long _awayUntil;
    private long _heardAt = time.GetTimestamp();
    private long _probedAt; // 0 when that probe was heard
    private long _upSince;
    private long _beatAt;
    private long? _failingSince;
    private readonly Dictionary<string, long> _seenAt = new(StringComparer.Ordinal);
    private string? _generation;
    private volatile bool _isUp;
    private volatile bool _isUncertain = true;
    private volatile string[] _living = [];

    /// <summary>Told of every message in the inbox. Must not block.</summary>
    public required Action<byte[]> Received { get; init; }

    /// <summary>Makes this Redis and this node one again; the argument says whether Redis was emptied.</summary>
    public required Func<bool, Task> Reunite { get; init; }

    /// <summary>The node is not fenced any more: its sessions are its own, or nobody can take them. Must not block.</summary>
    public required Action Unfenced { get; init; }

    /// <summary>A node's lease is over; this one may take its sessions. Must not block.</summary>
    public required Action<string> NodeDied { get; init; }

    /// <summary>A node is not there any more.</summary>
    public required Action<string> NodeGone { get; init; }

    /// <summary>Once a second, while everything works. Must not block.</summary>
    public required Action Ticked { get; init; }

    /// <summary>How the node is, for the others. Must not block.</summary>
    public required Func<byte[]> Describe { get; init; }

    /// <summary>How long a probe took to come back. Must not block.</summary>
    public required Action<TimeSpan> Heard { get; init; }

    /// <summary>How long ago this node has heard itself; it says something each half second.</summary>
    public TimeSpan EchoAge => time.GetElapsedTime(Volatile.Read(ref _heardAt));

    /// <summary>Whether everything works.</summary>
    public bool IsUp => _isUp;

    /// <summary>Completes when everything works for the first time.</summary>
    public Task WhenUp => _firstUp.Task;

    /// <summary>
    /// Whether it has been so for as long as any living node takes to show that it lives, and what it has: what is not
    /// in Redis then, is not.
    /// </summary>
    public bool IsSettled => _isUp && time.GetElapsedTime(Volatile.Read(ref _upSince)) > Lease;

    /// <summary>The nodes that have a lease.</summary>
    public IReadOnlyCollection<string> Living => _living;

    /// <summary>
    /// Whether the lease may be over without this node having noticed. While Redis is known to be away nobody else can
    /// take anything over, so the node goes on.
    /// </summary>
    public bool IsFenced
    {
        get
        {
            var now = time.GetTimestamp();
            return now > Volatile.Read(ref _awayUntil) && (_isUncertain || now > Volatile.Read(ref _leaseUntil));
        }
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var startedAt = time.GetTimestamp();
            try
            {
                var cut = await ComeUpAsync();
                await StayUpAsync(cut, stopping);
            }
            catch (RedisAwayException e)
            {
                if (_isUp)
                    logger.RedisAway(server.Name, e.Message);
                NoteAway(startedAt);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.KeeperFailed(server.Name, e);
                NoteAway(startedAt);
                await Task.Delay(TimeSpan.FromSeconds(1), time, CancellationToken.None); // not as often as it fails
            }

            _isUp = false;
            await Task.Delay(Tick, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Gives the lease back.</summary>
    public async Task LeaveAsync()
    {
        _isUp = false;
        try
        {
            await server.EndLeaseAsync(keys.Nodes, nodeId);
        }
        catch (RedisAwayException)
        {
            // it ends by itself
        }
    }

    /// <summary>What it returns completes when the subscription breaks off.</summary>
    private async Task<Task> ComeUpAsync()
    {
        var cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await server.ConnectAsync(keys.Inbox(nodeId), OnReceived, () => cut.TrySetResult());
        var now = time.GetTimestamp();
        _heardAt = now;
        Volatile.Write(ref _upSince, now);
        await BeatAsync(mustReunite: true);
        logger.RedisUp(server.Name);
        _firstUp.TrySetResult();
        return cut.Task;
    }

    private async Task StayUpAsync(Task cut, CancellationToken stopping)
    {
        var (probedAt, tickedAt, lastAt) = (0L, 0L, time.GetTimestamp());
        while (!stopping.IsCancellationRequested)
        {
            var now = time.GetTimestamp();
            if (time.GetElapsedTime(lastAt, now) > 2 * ProbeEach)
                Volatile.Write(ref _heardAt, now); // it was this process that stood still
            lastAt = now;
            if (cut.IsCompleted)
            {
                logger.SubscriptionCut(server.Name);
                cut = await ComeUpAsync(); // signals are numbered and sent again; changes of rosters may be lost
            }

            if (time.GetElapsedTime(Volatile.Read(ref _heardAt), now) > DeafAfter)
                throw new RedisAwayException("Nothing that is published is heard.");
            if (time.GetElapsedTime(probedAt, now) >= ProbeEach)
            {
                probedAt = now;
                await ProbeAsync();
            }

            if (time.GetElapsedTime(_beatAt, now) >= Beat)
                await BeatAsync(mustReunite: false);
            if (time.GetElapsedTime(tickedAt, now) >= TimeSpan.FromSeconds(1))
            {
                tickedAt = now;
                mail.Tick();
                Ticked();
            }

            await Task.Delay(Tick, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ProbeAsync()
    {
        using var probe = new InboxWriter(InboxMessage.Probe);
        Volatile.Write(ref _probedAt, time.GetTimestamp());
        if (await server.PublishAsync(keys.Inbox(nodeId), probe.ToArray(), timeout: Beat) == 0)
            throw new RedisAwayException("The inbox has no subscriber.");
    }

    private async Task BeatAsync(bool mustReunite)
    {
        var sentAt = time.GetTimestamp();
        if (time.GetElapsedTime(_beatAt, sentAt) > Lease / 2)
            Volatile.Write(ref _upSince, sentAt); // whoever paused can't know that another did not beat
        var result = (RedisResult[])(await server.RunAsync(
            RedisScript.Beat,
            [keys.Nodes, keys.Generation, keys.Status(nodeId)],
            [nodeId, ((long)Lease.TotalMilliseconds).ToString(CultureInfo.InvariantCulture), Guid.NewGuid().ToString("N"), Describe()],
            DeafAfter))!;
        var generation = (string)result[0]!;
        var isEmptied = _generation is not null && generation != _generation;
        if (mustReunite || isEmptied || (string?)result[1] == "lost")
        {
            if (_isUp && !mustReunite)
                logger.LeaseLost(server.Name);
            _isUp = false;
            _isUncertain = true; // until it is known which sessions are still this node's
            Volatile.Write(ref _awayUntil, 0);
            await Reunite(isEmptied);
        }

        _failingSince = null;
        _generation = generation;
        _beatAt = sentAt;
        var wasFenced = IsFenced;
        Volatile.Write(ref _leaseUntil, sentAt + ToTicks(Lease));
        _isUncertain = false;
        _isUp = true;
        if (wasFenced)
            Unfenced();

        var dead = (string[])result[3]!;
        _living = (string[])result[2]!;
        NoticeGone([.. _living, .. dead], sentAt);
        if (IsSettled)
        {
            foreach (var node in dead)
                NodeDied(node);
        }
    }

    /// <summary>Not at once: in a Redis that was emptied, every node but the first is missing for a moment.</summary>
    private void NoticeGone(string[] present, long now)
    {
        foreach (var node in present)
            _seenAt[node] = now;
        foreach (var (node, seenAt) in _seenAt)
        {
            if (time.GetElapsedTime(seenAt, now) > 2 * Lease && _seenAt.Remove(node))
                NodeGone(node);
        }
    }

    private void NoteAway(long startedAt)
    {
        server.Disconnect();
        _failingSince ??= time.GetTimestamp();
        var wasFenced = IsFenced;
        if (wasFenced && !_isUncertain && time.GetElapsedTime(_failingSince.Value) < BelievedAwayAfter)
            return; // it was this node that stood still, while others may have taken over
        Volatile.Write(ref _awayUntil, startedAt + ToTicks(AwayAfterAttempt));
        if (wasFenced && !IsFenced)
            Unfenced();
    }

    private void OnReceived(byte[] message) => InboxBatch.Unpack(message, OnMessage);

    private void OnMessage(byte[] message)
    {
        if (message.Length > 1 && message[0] == InboxWriter.Version && message[1] == (byte)InboxMessage.Probe)
            OnProbe();
        else
            Received(message);
    }

    private void OnProbe()
    {
        var now = time.GetTimestamp();
        Volatile.Write(ref _heardAt, now);
        if (Interlocked.Exchange(ref _probedAt, 0) is var sentAt and > 0)
            Heard(time.GetElapsedTime(sentAt, now));
    }

    private long ToTicks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
