using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.SignalR;
using RtcHub.Admission;
using RtcHub.Backplane;
using RtcHub.Diagnostics;
using RtcHub.Topics;

namespace RtcHub.Sessions;

/// <summary>
/// One client as the service knows it: its peer id, its tickets, its topics, and what it has not seen yet. It outlives a
/// lost connection by the resume window. One connection holds it at a time; calls of any other are refused, so that what
/// a resume reports as handled stays true.
/// </summary>
/// <remarks>Locks are taken in this order only: a session's calls, a topic, a session's outbox.</remarks>
internal sealed class Session
{
    private readonly Lock _calls = new();
    private readonly SessionContext _context;
    private readonly Action<Session> _ended;
    private readonly Dictionary<string, Membership> _memberships = new(StringComparer.Ordinal);
    private readonly TicketPair _tickets;
    private CallBudget _budget;
    private HubConnectionContext? _connection;
    private long _handledSends;
    private long _interruptedAt;
    private ITimer? _expiry;
    private bool _isEnded;

    /// <summary>A session of its own for a new connection, held until <see cref="Outbox.Release"/>.</summary>
    public Session(HubConnectionContext connection, SessionContext context, Action<Session> ended)
    {
        _context = context;
        _ended = ended;
        _connection = connection;
        _budget = new CallBudget(context.Options, context.Time);
        PeerId = Guid.NewGuid().ToString();
        _tickets = new TicketPair(PeerId);
        Outbox = new Outbox(context.Options, context.Time, CutSlowConsumer);
        Outbox.TryAttach(connection, received: 0);
    }

    public string PeerId { get; }

    public Outbox Outbox { get; }

    public async ValueTask<SubscribeResult> SubscribeAsync(HubConnectionContext caller, string? topic, RawJson options)
    {
        Topic joined;
        RawJson? metadata;
        lock (_calls)
        {
            if (Admit(caller) is { } refusal)
                return new SubscribeResult(refusal.Code) { RetryAfterMs = refusal.RetryAfterMs };
            if (!TopicName.IsValid(topic))
                return new SubscribeResult(SignalCode.InvalidTopic);
            if (!SubscribeOptions.TryRead(options, out metadata))
                return new SubscribeResult(SignalCode.InvalidPayload);
            if (metadata is { } given && Payload.CheckMetadata(given, _context.Options) is { } fault)
                return new SubscribeResult(fault);

            if (_memberships.TryGetValue(topic, out var present))
                return new SubscribeResult(SignalCode.Ok, Describe(topic, present.Topic.HoldAtSnapshot(Outbox)));
            Outbox.Hold();
            if (_memberships.Count >= _context.Options.MaxTopicsPerSession)
                return new SubscribeResult(SignalCode.TooManyTopics);

            joined = _context.Topics.Open(topic, this);
        }

        var peer = new Peer(PeerId, PeerState.Connected, _context.Time.GetUtcNow().UtcDateTime, metadata);
        var membership = new Membership(joined, new Member(peer, _context.Backplane.NodeId));
        var outcome = await _context.Backplane.JoinAsync(topic, membership.Member, _context.Options.MaxPeersPerTopic);
        if (outcome.Snapshot is not { } snapshot)
        {
            _context.Topics.Close(joined, this);
            return new SubscribeResult(outcome.Code);
        }

        joined.Load(snapshot);
        lock (_calls)
        {
            if (!_isEnded)
            {
                _memberships.Add(topic, membership);
                if (_connection is null)
                    SetState(membership, PeerState.Interrupted); // lost while it joined
                return new SubscribeResult(SignalCode.Ok, Describe(topic, snapshot));
            }
        }

        await LeaveAsync(membership, LeaveReason.Left); // ended while it joined
        return new SubscribeResult(SignalCode.SessionGone);
    }

    public async ValueTask<CallResult> UnsubscribeAsync(HubConnectionContext caller, string? topic)
    {
        Membership? membership;
        lock (_calls)
        {
            if (Admit(caller) is { } refusal)
                return refusal;
            if (!TopicName.IsValid(topic))
                return new CallResult(SignalCode.InvalidTopic);
            if (!_memberships.Remove(topic, out membership))
                return new CallResult(SignalCode.Ok);
        }

        return new CallResult(await LeaveAsync(membership, LeaveReason.Left));
    }

    /// <summary>Counts the call, then relays it. The order of calls is the order of what the receiver gets.</summary>
    public ValueTask<CallResult> SendAsync(
        HubConnectionContext caller, EnvelopeKind kind, string? topic, string? to, RawJson payload)
    {
        lock (_calls)
        {
            if (!IsHeldBy(caller))
                return new(new CallResult(SignalCode.SessionGone));

            _handledSends++;
            if (Admit(caller) is { } refusal)
                return new(refusal);
            if (!TryFindMembership(topic, out var membership, out var fault) || !Payload.Fits(kind, payload, _context.Options, out fault))
                return new(new CallResult(fault));

            var envelope = new Envelope(kind, membership.Topic.Name, PeerId, to ?? "", payload);
            if (envelope.To == Envelope.Everyone && kind != EnvelopeKind.Message)
                return new(new CallResult(SignalCode.PeerGone)); // only a message goes to everyone

            return Answer(_context.Relay.SendAsync(membership.Topic, envelope));
        }

        static ValueTask<CallResult> Answer(ValueTask<SignalCode> relayed) =>
            relayed.IsCompletedSuccessfully ? new(new CallResult(relayed.Result)) : AnswerLater(relayed);

        static async ValueTask<CallResult> AnswerLater(ValueTask<SignalCode> relayed) => new(await relayed);
    }

    public async ValueTask<CallResult> UpdateMetadataAsync(HubConnectionContext caller, string? topic, RawJson metadata)
    {
        Task<SignalCode> update;
        lock (_calls)
        {
            if (Admit(caller) is { } refusal)
                return refusal;
            if (!TryFindMembership(topic, out var membership, out var fault))
                return new CallResult(fault);
            if (Payload.CheckMetadata(metadata, _context.Options) is { } misfit)
                return new CallResult(misfit);

            membership.SetMetadata(metadata);
            update = _context.Backplane.UpdateAsync(membership.Topic.Name, membership.Member);
        }

        return new CallResult(await update);
    }

    public IceServersResult GetIceServers(HubConnectionContext caller, string? topic)
    {
        lock (_calls)
        {
            if (Admit(caller) is { } refusal)
                return new IceServersResult(refusal.Code) { RetryAfterMs = refusal.RetryAfterMs };
            return TryFindMembership(topic, out _, out var fault)
                ? new IceServersResult(SignalCode.Ok, _context.IceServers)
                : new IceServersResult(fault);
        }
    }

    /// <summary>
    /// Gives the session to another connection, held until <see cref="Outbox.Release"/>; the connection that had it is
    /// closed. <see langword="null"/> when the ticket is not the session's or the session has ended.
    /// </summary>
    public ResumeResult? TryResume(HubConnectionContext caller, ReadOnlySpan<byte> ticket, long received)
    {
        lock (_calls)
        {
            if (_isEnded || !_tickets.Accept(ticket))
                return null;

            var previous = _connection;
            _connection = caller;
            _expiry?.Dispose();
            _expiry = null;
            if (previous is not null && previous != caller)
                Connections.Cut(previous);

            var code = SignalCode.Ok;
            if (!Outbox.TryAttach(caller, received))
            {
                code = SignalCode.Gap;
                _handledSends = 0;
                foreach (var membership in _memberships.Values)
                    membership.Topic.SendRoster(this);
            }

            if (previous is null)
                SetStateEverywhere(PeerState.Connected);

            _context.Logger.SessionResumed(PeerId, code);
            return new ResumeResult(code, _handledSends);
        }
    }

    /// <summary>
    /// What a connection that just got the session is told, with a new ticket; null when it no longer holds the session,
    /// whose tickets are another's then. <paramref name="subscriptions"/> are as of its joins, or else as of now.
    /// </summary>
    public Welcome? Welcome(HubConnectionContext caller, IReadOnlyList<Subscription>? subscriptions = null)
    {
        lock (_calls)
        {
            return !IsHeldBy(caller) ? null : new Welcome(
                PeerId,
                _tickets.Issue(),
                (long)_context.Options.ResumeWindow.TotalMilliseconds,
                subscriptions ?? [.. _memberships.Select(entry => Describe(entry.Key, entry.Value.Topic.Snapshot()))]);
        }
    }

    /// <summary>The connection is lost: if it still held the session, the others are told, and the resume window begins.</summary>
    public void OnConnectionLost(HubConnectionContext connection)
    {
        lock (_calls)
        {
            if (!IsHeldBy(connection))
                return;

            _connection = null;
            Outbox.Detach();
            SetStateEverywhere(PeerState.Interrupted);
            _interruptedAt = _context.Time.GetTimestamp();
            _expiry = _context.Time.CreateTimer(_ => OnWindowOver(), null, _context.Options.ResumeWindow, Timeout.InfiniteTimeSpan);
            _context.Logger.SessionInterrupted(PeerId);
        }
    }

    /// <summary>The client says goodbye.</summary>
    public async ValueTask<CallResult> ByeAsync(HubConnectionContext caller)
    {
        Task leaving;
        lock (_calls)
        {
            if (!IsHeldBy(caller))
                return new CallResult(SignalCode.SessionGone);
            leaving = End(LeaveReason.Left);
        }

        await leaving;
        return new CallResult(SignalCode.Ok);
    }

    private void OnWindowOver()
    {
        lock (_calls)
        {
            // A timer that fired just as the session was resumed and lost again must not end it early.
            if (!_isEnded && _connection is null && _context.Time.GetElapsedTime(_interruptedAt) >= _context.Options.ResumeWindow)
                _ = End(LeaveReason.Timeout);
        }
    }

    private async Task End(LeaveReason reason)
    {
        _isEnded = true;
        _connection = null;
        Outbox.Detach();
        _expiry?.Dispose();
        _ended(this);
        _context.Logger.SessionEnded(PeerId, reason);

        Membership[] memberships = [.. _memberships.Values];
        _memberships.Clear();
        foreach (var membership in memberships)
            await LeaveAsync(membership, reason);
    }

    private async Task<SignalCode> LeaveAsync(Membership membership, LeaveReason reason)
    {
        var code = await _context.Backplane.LeaveAsync(membership.Topic.Name, membership.Member, reason);
        _context.Topics.Close(membership.Topic, this);
        return code;
    }

    private bool IsHeldBy(HubConnectionContext connection) => !_isEnded && _connection == connection;

    /// <summary>Lets a call in: null, or why not.</summary>
    private CallResult? Admit(HubConnectionContext caller)
    {
        if (!IsHeldBy(caller))
            return new CallResult(SignalCode.SessionGone);

        _tickets.Confirm();
        return _budget.TryTake(out var retryAfterMs)
            ? null
            : new CallResult(SignalCode.RateLimited) { RetryAfterMs = retryAfterMs };
    }

    private bool TryFindMembership(string? topic, [NotNullWhen(true)] out Membership? membership, out SignalCode fault)
    {
        fault = SignalCode.Ok;
        membership = null;
        if (topic is not null && _memberships.TryGetValue(topic, out membership))
            return true;

        fault = TopicName.IsValid(topic) ? SignalCode.NotSubscribed : SignalCode.InvalidTopic;
        return false;
    }

    private void SetStateEverywhere(PeerState state)
    {
        foreach (var membership in _memberships.Values)
            SetState(membership, state);
    }

    private void SetState(Membership membership, PeerState state)
    {
        membership.SetState(state);
        _ = _context.Backplane.UpdateAsync(membership.Topic.Name, membership.Member);
    }

    private Subscription Describe(string topic, RosterSnapshot snapshot) =>
        new(topic, snapshot.Others(PeerId), snapshot.Version, _context.IceServers);

    private void CutSlowConsumer(HubConnectionContext connection)
    {
        _context.Logger.SlowConsumerCut(PeerId);
        Connections.Cut(connection);
    }
}
