using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.SignalR;
using RtcHub.Admission;
using RtcHub.Backplane;
using RtcHub.Topics;

namespace RtcHub.Sessions;

/// <summary>What its client asks for.</summary>
internal sealed partial class Session
{
    private static readonly TimeSpan EventsTimeout = TimeSpan.FromMilliseconds(900);

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
            if (!TryFindMembership(topic, out var membership, out var fault))
                return new IceServersResult(fault);

            var ice = _context.Ice.For(membership.Topic.Name, PeerId);
            return new IceServersResult(SignalCode.Ok, ice.Servers) { IceServersTtlMs = ice.TtlMs, RelayOnly = ice.RelayOnly };
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

    private bool TryFindMembership(string? topic, [NotNullWhen(true)] out Membership? membership, out SignalCode fault)
    {
        fault = SignalCode.Ok;
        membership = null;
        if (topic is not null && _memberships.TryGetValue(topic, out membership))
            return true;

        fault = TopicName.IsValid(topic) ? SignalCode.NotSubscribed : SignalCode.InvalidTopic;
        return false;
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
