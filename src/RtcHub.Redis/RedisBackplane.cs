using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RtcHub.Backplane;
using RtcHub.Diagnostics;
using RtcHub.Sessions;
using RtcHub.Topics;
using RtcHub.Webhooks;
using StackExchange.Redis;

namespace RtcHub.Redis;

/// <summary>
/// Several nodes share topics through Redis. Rosters are changed there by scripts, in one atomic step with the events for
/// every node concerned; signals go straight into the inbox of the receiver's node. See <c>docs/architecture.md</c>.
/// </summary>
internal sealed class RedisBackplane : IBackplane, IAsyncDisposable
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;
    private const long LastEpoch = 1L << 53; // the highest number that Lua counts exactly
    private static readonly TimeSpan FirstContact = TimeSpan.FromSeconds(3);

    // The lease is on Redis' clock, so this side of it is on the machine's, whatever the application's may be.
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly RtcHubOptions _options;
    private readonly ILogger _logger;
    private readonly RedisCluster _cluster;
    private readonly RedisKeys _keys;
    private readonly RedisMetrics _metrics;
    private readonly WebhookStamp _webhookStamp;
    private readonly RedisWebhooks[] _webhooks; // one for each Redis server, or none

    private LocalNode? _node;
    private SessionRegistry? _sessions;
    private Arrivals? _arrivals;
    private Heir? _heir;
    private Claims? _claims;
    private HandOvers? _handOvers;
    private Reunion? _reunion;
    private Unfinished? _unfinished;
    private Ghosts? _ghosts;
    private Dispatcher? _dispatcher;
    private Task _dispatching = Task.CompletedTask;
    private TaskCompletionSource _unfenced = NewUnfenced(); // a part of it; there may be several Redis servers

    public RedisBackplane(
        IOptions<RedisOptions> options, IOptions<RtcHubOptions> hubOptions, WebhookContext webhooks, HubMetrics metrics, ILogger<RedisBackplane> logger)
    {
        (_options, _logger) = (hubOptions.Value, logger);
        _keys = new RedisKeys(options.Value.KeyPrefix);
        _metrics = new RedisMetrics(metrics.Meter);
        _cluster = new RedisCluster(NodeId, _keys, [.. options.Value.AllConnectionStrings.Select(CreateNode)]);
        Oversight = new RedisOversight(_cluster, () => _node!.Describe());
        _webhookStamp = new WebhookStamp(webhooks, _keys);
        _webhooks = !webhooks.Options.IsOn
            ? []
            : [.. _cluster.All.Select(node => new RedisWebhooks(node, new WebhookQueue(node.Server, _keys, NodeId), webhooks, _time, logger))];
    }

    public string NodeId { get; } = Guid.NewGuid().ToString("N")[..12];

    public IOversight Oversight { get; }

    public bool IsAvailable => Array.TrueForAll(_cluster.All, node => node.Keeper.IsUp);

    public bool IsFenced => Array.Exists(_cluster.All, node => node.Keeper.IsFenced);

    public bool HasOtherNodes => OtherNodes().Any();

    /// <summary>Completes when every Redis server has been reached once.</summary>
    public Task WhenUp => Task.WhenAll(_cluster.All.Select(node => node.Keeper.WhenUp));

    /// <summary>How many messages came in a version that this node does not know.</summary>
    public long UnknownMessages => _dispatcher!.UnknownMessages;

    public async Task WhenUnfencedAsync()
    {
        while (true)
        {
            var unfenced = Volatile.Read(ref _unfenced).Task; // before the question: no answer is missed
            if (!IsFenced)
                return;
            await unfenced;
        }
    }

    public async Task StartAsync(TopicDirectory topics, SessionRegistry sessions, LocalNode node, CancellationToken cancellationToken)
    {
        (_sessions, _node) = (sessions, node);
        _arrivals = new Arrivals(sessions, topics, _time);
        _handOvers = new HandOvers(_cluster, sessions, WhenUnfencedAsync, _time, _logger);
        _heir = new Heir(_cluster, _arrivals, _handOvers, sessions, topics, _logger);
        _claims = new Claims(_cluster, _heir, sessions, _time);
        _unfinished = new Unfinished(this, sessions, topics, _time);
        _ghosts = new Ghosts(this, _handOvers, _unfinished, topics, _options, _time);
        _reunion = new Reunion(_cluster, sessions, topics, _handOvers, _unfinished, _ghosts, _webhookStamp);
        topics.Moved = _handOvers.OnMoved;
        _dispatcher = new Dispatcher(this, topics, _arrivals, _claims, _handOvers, _ghosts, node.Drain, _logger);
        _dispatching = _dispatcher.RunAsync();
        _metrics.Watch(() => _cluster.All.Max(each => each.Keeper.EchoAge), () => UnknownMessages);
        foreach (var each in _cluster.All)
            each.Start();
        foreach (var webhooks in _webhooks)
            webhooks.Start();

        try
        {
            await WhenUp.WaitAsync(FirstContact, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            _logger.StartsWithoutRedis(); // not ready, but alive: Redis may come later
        }
    }

    public async ValueTask<JoinOutcome> JoinAsync(string topic, Member member, Tickets tickets, int capacity)
    {
        var (home, sessionHome) = (_cluster.HomeOf(topic), _cluster.HomeOf(member.PeerId));
        if (!home.IsReachable || !sessionHome.IsReachable)
            return new JoinOutcome(SignalCode.BackplaneUnavailable);

        _unfinished!.Forget(topic, member.PeerId);
        RedisKey[] keys = [.. _keys.OfTopic(topic), .. _webhookStamp.KeysOf(topic)];
        if (home == sessionHome)
            keys = [.. keys, _keys.Session(member.PeerId), _keys.SessionsOf(NodeId)];
        RedisValue[] arguments =
        [
            NodeId, member.PeerId, member.Epoch.ToString(Culture), MemberText.Body(member), capacity, _keys.InboxPrefix, topic,
            tickets.Key, tickets.Confirmed, member.Access.MayModerate ? 1 : 0, .. _webhookStamp.Argument(),
        ];
        var joining = home.Server.RunAsync(RedisScript.Join, keys, arguments);
        try
        {
            var result = (RedisResult[])(await joining)!;
            var code = (string?)result[0] switch
            {
                "ok" => SignalCode.Ok,
                "full" => SignalCode.TopicFull,
                "locked" => SignalCode.TopicLocked,
                "stale" => SignalCode.SessionGone,
                _ => SignalCode.BackplaneUnavailable,
            };
            if (code != SignalCode.Ok)
                return new JoinOutcome(code);
            if (home != sessionHome && _sessions!.TryFind(member.PeerId, out var session))
                _ = _reunion!.RegisterAsync(sessionHome, session, topic);
            return new JoinOutcome(code, MemberText.ParseSnapshot(result[1]));
        }
        catch (RedisAwayException)
        {
            _ = LeaveAsync(topic, member, LeaveReason.Left); // it may have been done
            return new JoinOutcome(SignalCode.BackplaneUnavailable);
        }
    }

    public async Task<SignalCode> UpdateAsync(string topic, Member member)
    {
        var code = await ChangeAsync(
            topic,
            RedisScript.Update,
            [_keys.Nodes, _keys.Roster(topic), _keys.Where(topic)],
            [NodeId, member.PeerId, member.Epoch.ToString(Culture), MemberText.State(member), MemberText.Body(member), _keys.InboxPrefix, topic]);
        if (code == SignalCode.BackplaneUnavailable)
            _unfinished!.NoteUpdate(topic, member.PeerId);
        return code;
    }

    public async Task<SignalCode> LeaveAsync(string topic, Member member, LeaveReason reason)
    {
        var code = await TakeOutAsync(topic, member, reason, onlyGhosts: false);
        if (code == SignalCode.BackplaneUnavailable)
            _unfinished!.NoteLeave(topic, member, reason);
        else
            _unfinished!.NoteLeft(topic, member, reason);
        return code;
    }

    /// <summary>In whichever epoch its session is by now.</summary>
    public Task<SignalCode> RemoveAsync(string topic, Member member) =>
        TakeOutAsync(topic, member with { Epoch = LastEpoch }, LeaveReason.Removed, onlyGhosts: false);

    /// <summary>Takes a member out whose node is no more. Of no effect when that is there.</summary>
    public Task SweepAsync(string topic, Member ghost) => TakeOutAsync(topic, ghost, LeaveReason.Timeout, onlyGhosts: true);

    /// <summary>A session that has ended is nobody's to take over: now, or when Redis is back.</summary>
    public async Task ForgetAsync(string peerId, long epoch)
    {
        try
        {
            if (_cluster.HomeOf(peerId).IsReachable)
            {
                await _cluster.ForgetAsync(peerId, epoch);
                return;
            }
        }
        catch (RedisAwayException)
        {
            // as if it had not been asked
        }

        _unfinished!.NoteEnd(peerId, epoch);
    }

    public async Task<RosterSnapshot?> FetchAsync(string topic)
    {
        try
        {
            return MemberText.ParseHash(await _cluster.HomeOf(topic).Server.ReadHashAsync(_keys.Roster(topic)));
        }
        catch (RedisAwayException)
        {
            return null;
        }
    }

    public ValueTask<SignalCode> SendAsync(string nodeId, Envelope envelope)
    {
        var home = _cluster.HomeOf(envelope.Topic);
        return home.IsReachable
            ? home.Mail.SendAsync(nodeId, InboxMessage.Envelope, writer => writer.Write(envelope))
            : new(SignalCode.BackplaneUnavailable);
    }

    public async Task<SignalCode> ClaimAsync(ResumeTicket ticket)
    {
        try
        {
            return await _claims!.ClaimAsync(ticket);
        }
        catch (RedisAwayException)
        {
            return SignalCode.BackplaneUnavailable;
        }
    }

    public void Confirm(Session session) => ThreadPool.UnsafeQueueUserWorkItem(
        session => _ = _reunion!.RegisterAsync(_cluster.HomeOf(session.PeerId), session), session, preferLocal: false);

    public void Forget(Session session)
    {
        if (session.WasShared)
            _ = ForgetAsync(session.PeerId, session.Epoch);
    }

    public void LetGo(Session session) => ThreadPool.UnsafeQueueUserWorkItem(
        session => _ = _handOvers!.LetGoAsync(session), session, preferLocal: false);

    public async Task LeaveServiceAsync()
    {
        try
        {
            if (OtherNodes().ToArray() is { Length: > 0 } others)
                await _handOvers!.HandOverAllAsync(others);
        }
        catch (RedisAwayException)
        {
            // the others take over what is left, as after a crash
        }

        await Task.WhenAll(_webhooks.Select(webhooks => webhooks.StopAsync()));
        foreach (var node in _cluster.All)
            await node.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var webhooks in _webhooks)
            await webhooks.DisposeAsync();
        foreach (var node in _cluster.All)
            await node.DisposeAsync();
        _dispatcher?.Complete();
        await _dispatching;
    }

    private static TaskCompletionSource NewUnfenced() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RedisNode CreateNode(string connectionString)
    {
        RedisNode? node = null;
        var server = new RedisServer(connectionString, _time);
        var mail = new NodeMail(server, _keys, NodeId, _time);
        var keeper = new NodeKeeper(server, _keys, NodeId, mail, _time, _logger)
        {
            Received = message => _dispatcher!.Post(node!, message),
            Reunite = isEmptied => _reunion!.ReuniteAsync(node!, isEmptied),
            Unfenced = OnUnfenced,
            NodeDied = dead => _ = _heir!.InheritAsync(node!, dead),
            NodeGone = gone => OnNodeGone(mail, gone),
            Ticked = OnTick,
            Heard = _metrics.OnEcho,
            Describe = () => JsonSerializer.SerializeToUtf8Bytes(_node!.Describe(), StatusJsonContext.Default.NodeStatus),
        };
        return node = new RedisNode(server, mail, keeper);
    }

    private void OnUnfenced()
    {
        Interlocked.Exchange(ref _unfenced, NewUnfenced()).SetResult();
        foreach (var session in _sessions!.All)
            session.Outbox.Flush();
    }

    private void OnNodeGone(NodeMail mail, string gone)
    {
        mail.Drop(gone);
        _ = _ghosts!.SweepLaterAsync(gone);
    }

    private void OnTick()
    {
        _arrivals!.Tick();
        _handOvers!.Tick();
        foreach (var session in _handOvers.InDoubt())
            Confirm(session);
        _unfinished!.Tick();
        _ = _unfinished!.FinishAsync();
    }

    private IEnumerable<string> OtherNodes() => _cluster.All[0].Keeper.Living.Where(id => id != NodeId);

    private Task<SignalCode> TakeOutAsync(string topic, Member member, LeaveReason reason, bool onlyGhosts)
    {
        RedisKey[] keys = [.. _keys.OfTopic(topic), .. _webhookStamp.KeysOf(topic)];
        if (_cluster.HomeOf(topic) == _cluster.HomeOf(member.PeerId))
            keys = [.. keys, _keys.Session(member.PeerId)];
        return ChangeAsync(
            topic,
            RedisScript.Leave,
            keys,
            [
                NodeId, member.PeerId, member.Epoch.ToString(Culture), reason.ToString().ToLowerInvariant(), _keys.InboxPrefix, topic,
                onlyGhosts ? 1 : 0, .. _webhookStamp.Argument(),
            ]);
    }

    private async Task<SignalCode> ChangeAsync(string topic, RedisScript script, RedisKey[] keys, RedisValue[] arguments)
    {
        var home = _cluster.HomeOf(topic);
        if (!home.IsReachable)
            return SignalCode.BackplaneUnavailable;

        try
        {
            return (string?)await home.Server.RunAsync(script, keys, arguments) switch
            {
                "ok" => SignalCode.Ok,
                "gone" => SignalCode.PeerGone,
                _ => SignalCode.BackplaneUnavailable,
            };
        }
        catch (RedisAwayException)
        {
            return SignalCode.BackplaneUnavailable;
        }
    }
}
