using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.SignalR;
using RtcHub.Admission;
using RtcHub.Backplane;
using RtcHub.Diagnostics;
using RtcHub.Topics;
using RtcHub.Wire;

namespace RtcHub.Sessions;

/// <summary>
/// One client as the service knows it: its peer id, its tickets, its topics, and what it has not seen yet. It outlives a
/// lost connection by the resume window. One connection holds it at a time; calls of any other are refused, so that what
/// a resume reports as handled stays true.
/// </summary>
/// <remarks>Locks are taken in this order only: a session's calls, a topic, a session's outbox.</remarks>
internal sealed class Session
{
    private static readonly TimeSpan EventsTimeout = TimeSpan.FromMilliseconds(900);

    private readonly Lock _calls = new();
    private readonly SessionContext _context;
    private readonly Action<Session> _ended;
    private readonly HashSet<string> _expectedRosters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Membership> _memberships = new(StringComparer.Ordinal);
    private Tickets _tickets;
    private CallBudget _budget;
    private HubConnectionContext? _connection;
    private long _handledSends;
    private long _windowEndsAt;
    private TimeSpan _windowLeft;
    private ITimer? _expiry;
    private bool _isEnded;
    private bool _isMoving;

    /// <summary>A session of its own for a new connection, held until <see cref="Outbox.Release"/>.</summary>
    public Session(HubConnectionContext connection, SessionContext context, Action<Session> ended)
        : this(Guid.NewGuid().ToString(), epoch: 1, isOrphan: false, context, ended)
    {
        _connection = connection;
        Outbox.Attach(connection, received: 0);
    }

    /// <summary>A session that comes from another node, without a connection.</summary>
    /// <param name="peerId">Whose it is.</param>
    /// <param name="epoch">The epoch that this node has it in.</param>
    /// <param name="isOrphan">Its node died: what its client had not seen is lost.</param>
    /// <param name="context">What every session works with.</param>
    /// <param name="ended">Told when it is no longer this node's.</param>
    public Session(string peerId, long epoch, bool isOrphan, SessionContext context, Action<Session> ended)
    {
        _context = context;
        _ended = ended;
        _budget = new CallBudget(context.Options, context.Time);
        PeerId = peerId;
        Epoch = epoch;
        _tickets = Tickets.New(peerId);
        Outbox = new Outbox(context.Options, context.Time, () => context.Backplane.IsFenced, CutSlowConsumer, isOrphan);
    }

    public string PeerId { get; }

    /// <summary>Grows by one each time that the session changes its node.</summary>
    public long Epoch { get; }

    public Outbox Outbox { get; }

    /// <summary>Whether it was ever in a topic: before, no other node need know of it.</summary>
    public bool WasShared { get; private set; }

    /// <summary>Whether it is on its way to another node.</summary>
    public bool IsMoving
    {
        get
        {
            lock (_calls)
                return _isMoving;
        }
    }

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
        var membership = new Membership(joined, new Member(peer, _context.Backplane.NodeId, Epoch));
        var outcome = await _context.Backplane.JoinAsync(topic, membership.Member, _tickets, _context.Options.MaxPeersPerTopic);
        if (outcome.Snapshot is not { } snapshot)
        {
            _context.Topics.Close(joined, this);
            return new SubscribeResult(outcome.Code);
        }

        WasShared = true;
        joined.Load(snapshot);
        await CatchUpAsync(joined, snapshot.Version); // or what the client sends to those it now knows of is refused
        lock (_calls)
        {
            if (!_isEnded && !_isMoving)
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

        await LeaveAsync(membership, LeaveReason.Left); // now, or when the backplane is back
        return new CallResult(SignalCode.Ok);
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
        Membership? membership;
        RawJson? previous;
        lock (_calls)
        {
            if (Admit(caller) is { } refusal)
                return refusal;
            if (!TryFindMembership(topic, out membership, out var fault))
                return new CallResult(fault);
            if (Payload.CheckMetadata(metadata, _context.Options) is { } misfit)
                return new CallResult(misfit);

            previous = membership.Member.Peer.Metadata;
            membership.SetMetadata(metadata);
            update = _context.Backplane.UpdateAsync(membership.Topic.Name, membership.Member);
        }

        var code = await update;
        if (code == SignalCode.BackplaneUnavailable)
        {
            lock (_calls)
                membership.SetMetadata(previous); // what was refused is not told when the backplane is back
        }

        return new CallResult(code);
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
    /// closed. <see langword="null"/> when the ticket is not the session's, or the session has ended or is moving.
    /// </summary>
    public ResumeResult? TryResume(HubConnectionContext caller, ResumeTicket ticket, long received)
    {
        lock (_calls)
        {
            if (!TryAccept(ticket))
                return null;

            CutPrevious(caller);
            _connection = caller;
            _expiry?.Dispose();
            _expiry = null;

            var attached = Outbox.Attach(caller, received);
            if (attached != AttachOutcome.Continues)
                _handledSends = 0;
            if (attached == AttachOutcome.Restarts)
            {
                foreach (var membership in _memberships.Values)
                    membership.Topic.SendRoster(this);
            }

            foreach (var membership in _memberships.Values.Where(membership => membership.Member.Peer.State != PeerState.Connected))
                SetState(membership, PeerState.Connected);

            var code = attached == AttachOutcome.Continues ? SignalCode.Ok : SignalCode.Gap;
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
                _tickets.Issue(_context.Backplane.NodeId),
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

            Interrupt();
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

    /// <summary>Tells the client to open another connection. Not counted.</summary>
    public void GoAway(SignalingFrame goAway)
    {
        lock (_calls)
            _ = _connection?.WriteAsync(goAway).AsTask();
    }

    /// <summary>Ends the connection, if there is one: the client may resume.</summary>
    public void Disconnect()
    {
        lock (_calls)
        {
            if (_connection is not null)
                Connections.Cut(_connection);
        }
    }

    /// <summary>
    /// Stops the session here so that it can go on elsewhere; frames still wait in its outbox. False when the ticket, if
    /// one is asked for, is not the session's.
    /// </summary>
    public bool TryRelease(ResumeTicket? ticket, [NotNullWhen(true)] out SessionRecord? record)
    {
        lock (_calls)
        {
            record = null;
            if (_isEnded || _isMoving || (ticket is not null && !TryAccept(ticket)))
                return false;

            record = Describe();
            _isMoving = true;
            _windowLeft = _connection is null ? WindowLeft() : _context.Options.ResumeWindow;
            CutPrevious(caller: null);
            _connection = null;
            _expiry?.Dispose();
            Outbox.Detach();
            return record is not null;
        }
    }

    /// <summary>It could not go: it waits here for its client.</summary>
    public void Keep()
    {
        lock (_calls)
        {
            _isMoving = false;
            if (!_isEnded)
                Interrupt();
        }
    }

    /// <summary>The last step here: all that the next owner needs. The topics are left without a word.</summary>
    public SessionState Depart()
    {
        lock (_calls)
        {
            var state = new SessionState(
                PeerId,
                Epoch + 1,
                _tickets,
                _handledSends,
                _budget.Credit,
                _windowLeft,
                Outbox.Export(),
                [.. _memberships.Select(entry => new MembershipState(entry.Key, entry.Value.Member.Peer, entry.Value.Topic.Snapshot()))],
                IsUncertain: ExpectsRoster());
            CloseQuietly();
            return state;
        }
    }

    /// <summary>
    /// The first step on another node: goes on as it left there, without a connection. In the topics that were expected
    /// it was told everything since it left there; in any other it is told the whole.
    /// </summary>
    public void Arrive(SessionState state, IReadOnlyCollection<string> expectedTopics)
    {
        lock (_calls)
        {
            _tickets = state.Tickets;
            _handledSends = state.HandledSends;
            _budget.Credit = state.CallCredit;
            WasShared = true;
            Outbox.Import(state.Outbox);
            foreach (var (name, peer, roster) in state.Memberships)
            {
                var topic = _context.Topics.Open(name, this);
                topic.Load(roster);
                _memberships.Add(name, new Membership(topic, new Member(peer, _context.Backplane.NodeId, Epoch)));
                if (state.IsUncertain || !expectedTopics.Contains(name))
                    topic.SendRoster(this);
            }

            AwaitClient(state.WindowLeft > TimeSpan.Zero ? state.WindowLeft : TimeSpan.Zero);
        }
    }

    /// <summary>Takes the place of a node that died: its tickets are good here, and its client has the resume window.</summary>
    public void Inherit(Tickets tickets)
    {
        lock (_calls)
        {
            _tickets = tickets;
            WasShared = true;
            AwaitClient();
        }
    }

    /// <summary>What its client knows of a topic is old: it gets the roster as soon as the topic has the session here.</summary>
    public void ExpectRoster(string topic)
    {
        lock (_expectedRosters)
            _expectedRosters.Add(topic);
    }

    /// <summary>Whether the roster of that topic is to be sent now. True once.</summary>
    public bool TakeExpectedRoster(string topic)
    {
        lock (_expectedRosters)
            return _expectedRosters.Remove(topic);
    }

    /// <summary>Is in a topic by what its last node did. False when it ended meanwhile.</summary>
    public bool TryInherit(Topic topic, Member member)
    {
        lock (_calls)
            return !_isEnded && _memberships.TryAdd(topic.Name, new Membership(topic, member));
    }

    /// <summary>Another node has it. Off this thread, for the caller holds a topic's lock.</summary>
    public void LoseSoon() => ThreadPool.UnsafeQueueUserWorkItem(static session => session.Lose(), this, preferLocal: false);

    /// <summary>Another node has it: nothing is delivered here any more, and the stale connection is closed.</summary>
    public void Lose()
    {
        lock (_calls)
        {
            if (_isEnded || _isMoving)
                return;
            CutPrevious(caller: null);
            _context.Logger.SessionLost(PeerId);
            CloseQuietly();
        }
    }

    /// <summary>What other nodes may know of it.</summary>
    public SessionRecord? Describe()
    {
        lock (_calls)
        {
            return _isEnded || _isMoving ? null : new SessionRecord(
                PeerId, Epoch, _tickets.Key, _tickets.Confirmed, [.. _memberships.Select(entry => (entry.Key, entry.Value.Member))]);
        }
    }

    private void OnWindowOver()
    {
        lock (_calls)
        {
            if (_isEnded || _isMoving || _connection is not null)
                return;
            // Timers fire some milliseconds early, and one may belong to an interruption before this.
            if (WindowLeft() is { Ticks: > 0 } left)
                _expiry?.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            else
                _ = End(LeaveReason.Timeout);
        }
    }

    private void Interrupt()
    {
        _connection = null;
        Outbox.Detach();
        SetStateEverywhere(PeerState.Interrupted);
        AwaitClient();
        _context.Logger.SessionInterrupted(PeerId);
    }

    /// <summary>The resume window begins, or what is left of it.</summary>
    private void AwaitClient(TimeSpan? left = null)
    {
        var due = left ?? _context.Options.ResumeWindow;
        _windowEndsAt = _context.Time.GetTimestamp() + (long)(due.TotalSeconds * _context.Time.TimestampFrequency);
        _expiry = _context.Time.CreateTimer(_ => OnWindowOver(), null, due, Timeout.InfiniteTimeSpan);
    }

    private TimeSpan WindowLeft() => _context.Time.GetElapsedTime(_context.Time.GetTimestamp(), _windowEndsAt);

    private async Task End(LeaveReason reason)
    {
        MarkEnded();
        _context.Logger.SessionEnded(PeerId, reason);

        Membership[] memberships = [.. _memberships.Values];
        _memberships.Clear();
        foreach (var membership in memberships)
            await LeaveAsync(membership, reason);
        _context.Backplane.Forget(this);
    }

    private void CloseQuietly()
    {
        MarkEnded();
        foreach (var membership in _memberships.Values)
            _context.Topics.Close(membership.Topic, this);
        _memberships.Clear();
    }

    private void MarkEnded()
    {
        _isEnded = true;
        _connection = null;
        Outbox.Detach();
        _expiry?.Dispose();
        _ended(this);
    }

    private void CutPrevious(HubConnectionContext? caller)
    {
        if (_connection is not null && _connection != caller)
            Connections.Cut(_connection);
    }

    private async Task CatchUpAsync(Topic topic, long version)
    {
        try
        {
            await topic.WhenAtAsync(version).WaitAsync(EventsTimeout, _context.Time);
        }
        catch (TimeoutException)
        {
            // this node does not hear the others; when it does again, every roster is made whole
        }
    }

    private async Task<SignalCode> LeaveAsync(Membership membership, LeaveReason reason)
    {
        // First here: with its last member out, this node is not told of the topic any more.
        _context.Topics.Close(membership.Topic, this);
        return await _context.Backplane.LeaveAsync(membership.Topic.Name, membership.Member, reason);
    }

    private bool ExpectsRoster()
    {
        lock (_expectedRosters)
            return _expectedRosters.Count > 0;
    }

    private bool IsHeldBy(HubConnectionContext connection) => !_isEnded && _connection == connection;

    /// <summary>Lets a call in: null, or why not.</summary>
    private CallResult? Admit(HubConnectionContext caller)
    {
        if (!IsHeldBy(caller))
            return new CallResult(SignalCode.SessionGone);

        if (_context.Backplane.IsFenced)
            return new CallResult(SignalCode.BackplaneUnavailable); // the session may be another node's by now
        if (_tickets.Confirm() && _tickets.Confirmed > 1)
            _context.Backplane.Confirm(this); // the first voids none
        return _budget.TryTake(out var retryAfterMs)
            ? null
            : new CallResult(SignalCode.RateLimited) { RetryAfterMs = retryAfterMs };
    }

    private bool TryAccept(ResumeTicket ticket)
    {
        var confirmed = _tickets.Confirmed;
        if (_isEnded || _isMoving || !_tickets.Accept(ticket))
            return false;
        if (_tickets.Confirmed != confirmed)
            _context.Backplane.Confirm(this);
        return true;
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
