using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.SignalR;
using RtcHub.Access;
using RtcHub.Admission;
using RtcHub.Backplane;
using RtcHub.Diagnostics;
using RtcHub.Topics;

namespace RtcHub.Sessions;

/// <summary>What its client asks for.</summary>
internal sealed partial class Session
{
    private const int RosterBytesPerCall = 16_384;
    private const int GateRetryMs = 1_000;

    private static readonly TimeSpan EventsTimeout = TimeSpan.FromMilliseconds(900);

    /// <summary>Joins a topic. <paramref name="caller"/> is <see langword="null"/> while the session waits for its connection.</summary>
    public async ValueTask<SubscribeResult> SubscribeAsync(HubConnectionContext? caller, Visitor visitor, string? name, RawJson options)
    {
        var began = _context.Time.GetTimestamp();
        var result = await JoinAsync(caller, visitor, name, options);
        _context.Metrics.OnJoin(result.Code, _context.Time.GetElapsedTime(began));
        return result;
    }

    private async ValueTask<SubscribeResult> JoinAsync(HubConnectionContext? caller, Visitor visitor, string? name, RawJson options)
    {
        string? topic;
        RawJson? metadata;
        lock (_calls)
        {
            if (Admit(caller) is { } refusal)
                return new SubscribeResult(refusal.Code) { RetryAfterMs = refusal.RetryAfterMs };
            if (!TopicName.TryNormalize(name, out topic))
                return new SubscribeResult(SignalCode.InvalidTopic);
            if (!SubscribeOptions.TryRead(options, out metadata))
                return new SubscribeResult(SignalCode.InvalidPayload);

            LetGoOfRemoved();
            if (_memberships.TryGetValue(topic, out var present))
                return Answer(present, present.Topic.HoldAtSnapshot(Outbox));
        }

        if (await AuthorizeAsync(visitor, topic) is not { } access)
            return new SubscribeResult(SignalCode.Forbidden);
        if (CheckMetadata(ref metadata, access) is { } fault)
            return new SubscribeResult(fault);
        if (await _context.Gate.TryEnterAsync(topic, visitor.Lost) is not { } place)
            return new SubscribeResult(SignalCode.RateLimited) { RetryAfterMs = GateRetryMs };

        Topic joined;
        lock (_calls)
        {
            _places.Add(place);
            if (!IsHeldBy(caller))
                return new SubscribeResult(SignalCode.SessionGone);
            Outbox.Hold();
            if (_memberships.Count >= _context.Options.MaxTopicsPerSession)
                return new SubscribeResult(SignalCode.TooManyTopics);

            joined = _context.Topics.Open(topic, this, isEntering: true);
        }

        var peer = new Peer(PeerId, PeerState.Connected, _context.Time.GetUtcNow().UtcDateTime, metadata) { UserId = access.UserId };
        var membership = new Membership(joined, new Member(peer, _context.Backplane.NodeId, Epoch, access));
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
                joined.Enter(this, snapshot);
                if (joined.HasSession(PeerId))
                    Enter(membership);
                else
                    _context.Topics.Close(joined, this); // removed while it joined: it hears of that after the answer
                return Answer(membership, snapshot);
            }
        }

        await LeaveAsync(membership, LeaveReason.Left); // ended while it joined
        return new SubscribeResult(SignalCode.SessionGone);

        SubscribeResult Answer(Membership membership, RosterSnapshot snapshot)
        {
            ChargeFor(snapshot);
            return new SubscribeResult(SignalCode.Ok, Describe(membership, snapshot));
        }
    }

    public async ValueTask<CallResult> UnsubscribeAsync(HubConnectionContext caller, string? topic)
    {
        Membership? membership;
        lock (_calls)
        {
            if (Admit(caller) is { } refusal)
                return refusal;
            if (!TopicName.TryNormalize(topic, out var name))
                return CallResult.Of(SignalCode.InvalidTopic);
            LetGoOfRemoved();
            if (!_memberships.Remove(name, out membership))
                return CallResult.Of(SignalCode.Ok);
        }

        await LeaveAsync(membership, LeaveReason.Left); // now, or when the backplane is back
        return CallResult.Of(SignalCode.Ok);
    }

    /// <summary>Counts the call, then relays it. The order of calls is the order of what the receiver gets.</summary>
    public ValueTask<CallResult> SendAsync(
        HubConnectionContext caller, EnvelopeKind kind, string? topic, string? to, RawJson payload)
    {
        var sample = _context.Metrics.Samples.Begin(kind);
        lock (_calls)
        {
            if (!IsHeldBy(caller))
                return Refuse(CallResult.Of(SignalCode.SessionGone));

            _handledSends++;
            if (Admit(caller) is { } refusal)
                return Refuse(refusal);
            if (!TryFindMembership(topic, out var membership, out var fault) || !Payload.Fits(kind, payload, _context.Options, out fault))
                return Refuse(CallResult.Of(fault));
            if (!membership.Member.Access.MaySend(kind == EnvelopeKind.Message ? TopicGrants.Message : TopicGrants.Signal))
                return Refuse(CallResult.Of(SignalCode.Forbidden));

            var envelope = new Envelope(kind, membership.Topic.Name, PeerId, to ?? "", payload, Epoch: Epoch, Sample: sample);
            if (envelope.To == Envelope.Everyone && kind != EnvelopeKind.Message)
                return Refuse(CallResult.Of(SignalCode.PeerGone)); // only a message goes to everyone

            var relayed = _context.Relay.SendAsync(membership.Topic, envelope, out var path);
            return relayed.IsCompletedSuccessfully
                ? new(Answer(_context.Metrics, kind, CallResult.Of(relayed.Result), path, sample))
                : AnswerLater(_context.Metrics, kind, relayed, path, sample);
        }

        ValueTask<CallResult> Refuse(CallResult result) => new(Answer(_context.Metrics, kind, result, SignalPath.None, sample));

        static CallResult Answer(HubMetrics metrics, EnvelopeKind kind, CallResult result, SignalPath path, SignalSample? sample)
        {
            metrics.Signals.Add(kind, result.Code, path);
            if (sample is not null)
                SignalSamples.End(sample, result.Code, path);
            return result;
        }

        static async ValueTask<CallResult> AnswerLater(
            HubMetrics metrics, EnvelopeKind kind, ValueTask<SignalCode> relayed, SignalPath path, SignalSample? sample) =>
            Answer(metrics, kind, CallResult.Of(await relayed), path, sample);
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
                return CallResult.Of(fault);
            RawJson? shown = metadata;
            if (CheckMetadata(ref shown, membership.Member.Access) is { } misfit)
                return CallResult.Of(misfit);

            previous = membership.Member.Peer.Metadata;
            membership.SetMetadata(shown);
            update = _context.Backplane.UpdateAsync(membership.Topic.Name, membership.Member);
        }

        return await FinishAsync(update, takeBack: () => membership.SetMetadata(previous));
    }

    public IceServersResult GetIceServers(HubConnectionContext caller, string? topic)
    {
        lock (_calls)
        {
            if (Admit(caller) is { } refusal)
                return new IceServersResult(refusal.Code) { RetryAfterMs = refusal.RetryAfterMs };
            if (!TryFindMembership(topic, out var membership, out var fault))
                return new IceServersResult(fault);

            var ice = _context.Ice.For(membership.Topic.Name, PeerId);
            return new IceServersResult(SignalCode.Ok, ice.Servers) { IceServersTtlMs = ice.TtlMs, RelayOnly = ice.RelayOnly };
        }
    }

    /// <summary>The client tells how a connection with a peer began.</summary>
    public CallResult ReportHandshake(HubConnectionContext caller, RawJson body)
    {
        lock (_calls)
        {
            if (Admit(caller) is { } refusal)
                return refusal;
        }

        if (!_context.Options.HandshakeReports)
            return CallResult.Of(SignalCode.Forbidden);
        if (!HandshakeReport.TryRead(body, out var report))
            return CallResult.Of(SignalCode.InvalidPayload);
        _context.Metrics.Handshakes.Note(report);
        return CallResult.Of(SignalCode.Ok);
    }

    /// <summary>The client says goodbye.</summary>
    public async ValueTask<CallResult> ByeAsync(HubConnectionContext caller)
    {
        Task leaving;
        lock (_calls)
        {
            if (!IsHeldBy(caller))
                return CallResult.Of(SignalCode.SessionGone);
            leaving = End(LeaveReason.Left);
        }

        await leaving;
        return CallResult.Of(SignalCode.Ok);
    }

    private void Enter(Membership membership)
    {
        _memberships.Add(membership.Topic.Name, membership);
        AwaitAccessEnd();
        if (_connection is null && !_isOpening)
            SetState(membership, PeerState.Interrupted); // lost while it joined
    }

    /// <summary>Lets a call in: null, or why not.</summary>
    private CallResult? Admit(HubConnectionContext? caller)
    {
        if (!IsHeldBy(caller))
            return CallResult.Of(SignalCode.SessionGone);

        if (_context.Backplane.IsFenced)
            return CallResult.Of(SignalCode.BackplaneUnavailable); // the session may be another node's by now
        if (_tickets.Confirm() && _tickets.Confirmed > 1)
            _context.Backplane.Confirm(this); // the first voids none
        if (_budget.TryTake(out var retryAfterMs))
            return null;

        if (!_patience.TryTake(out _))
        {
            _context.Logger.AbuserCut(PeerId);
            Connections.Cut(_connection!);
        }

        return new CallResult(SignalCode.RateLimited) { RetryAfterMs = retryAfterMs };
    }

    /// <summary>What is refused for want of the backplane is taken back: it is not to be carried out when that is back.</summary>
    private async ValueTask<CallResult> FinishAsync(Task<SignalCode> update, Action takeBack)
    {
        var code = await update;
        if (code == SignalCode.BackplaneUnavailable)
        {
            lock (_calls)
                takeBack();
        }

        return CallResult.Of(code);
    }

    /// <summary>A large roster costs more of the budget than the call that it answers: a call for each so many bytes.</summary>
    private void ChargeFor(RosterSnapshot snapshot) => _budget.Charge(snapshot.Bytes / RosterBytesPerCall);

    private bool TryFindMembership(string? topic, [NotNullWhen(true)] out Membership? membership, out SignalCode fault)
    {
        fault = SignalCode.Ok;
        membership = null;
        if (topic is not null && _memberships.TryGetValue(topic, out membership))
            return true; // already by its canonical name: most are

        fault = TopicName.TryNormalize(topic, out var name) ? SignalCode.NotSubscribed : SignalCode.InvalidTopic;
        return name is not null && _memberships.TryGetValue(name, out membership);
    }

    /// <summary>Null, or what is wrong; the metadata is what the others are shown then.</summary>
    private SignalCode? CheckMetadata(ref RawJson? metadata, TopicAccess access)
    {
        if (metadata is { } own && Payload.CheckMetadata(own, _context.Options) is { } fault)
            return fault;
        if (!FixedMetadata.TryMerge(metadata, access.Metadata, out metadata))
            return SignalCode.InvalidPayload;
        return metadata?.Utf8.Length > _context.Options.MaxMetadataBytes ? SignalCode.TooLarge : null;
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
}
