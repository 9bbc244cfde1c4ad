using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using RtcHub.Backplane;
using RtcHub.Sessions;

namespace RtcHub;

/// <summary>
/// What a client may call; <c>docs/protocol.md</c> says what each call promises. Thin: asks the caller's session and
/// returns a code.
/// </summary>
public sealed class SignalingHub : Hub<ISignalingClient>
{
    private readonly SessionRegistry _sessions;
    private Action? _afterAnswer;

    /// <summary>Made for each call by SignalR.</summary>
    internal SignalingHub(SessionRegistry sessions) => _sessions = sessions;

    /// <summary>Begins a session, in the topics that the query names, and welcomes it.</summary>
    public override async Task OnConnectedAsync()
    {
        var session = _sessions.Open(Connection);
        Connection.Features.Set(session);
        var subscriptions = new OrderedDictionary<string, Subscription>(StringComparer.Ordinal);
        foreach (var topic in Context.GetHttpContext()?.Request.Query["topic"] ?? [])
        {
            var result = await session.SubscribeAsync(Connection, topic, options: RawJson.Null);
            if (result.Subscription is { } subscription)
                subscriptions.TryAdd(subscription.Topic, subscription);
        }

        if (session.Welcome(Connection, [.. subscriptions.Values]) is { } welcome)
            await Clients.Caller.Welcome(welcome);
        session.Outbox.Release(Connection);
    }

    /// <summary>Joins a topic. <paramref name="options"/> is <c>{ "metadata": object }</c> or null.</summary>
    public ValueTask<SubscribeResult> Subscribe(string topic, RawJson options)
    {
        var (session, connection) = (Session, Connection);
        _afterAnswer = () => session.Outbox.Release(connection);
        return session.SubscribeAsync(Connection, topic, options);
    }

    /// <summary>Leaves a topic.</summary>
    public ValueTask<CallResult> Unsubscribe(string topic) => Session.UnsubscribeAsync(Connection, topic);

    /// <summary>Sends an offer to one peer of a topic.</summary>
    public ValueTask<CallResult> SendOffer(string topic, string to, RawJson description) =>
        Session.SendAsync(Connection, EnvelopeKind.Offer, topic, to, description);

    /// <summary>Sends an answer to one peer of a topic.</summary>
    public ValueTask<CallResult> SendAnswer(string topic, string to, RawJson description) =>
        Session.SendAsync(Connection, EnvelopeKind.Answer, topic, to, description);

    /// <summary>Sends an ICE candidate to one peer of a topic; null is the end of candidates.</summary>
    public ValueTask<CallResult> SendCandidate(string topic, string to, RawJson candidate) =>
        Session.SendAsync(Connection, EnvelopeKind.Candidate, topic, to, candidate);

    /// <summary>Sends data to one peer of a topic, or to all others (<c>"*"</c>).</summary>
    public ValueTask<CallResult> SendMessage(string topic, string to, RawJson data) =>
        Session.SendAsync(Connection, EnvelopeKind.Message, topic, to, data);

    /// <summary>Replaces what the caller says about itself in a topic.</summary>
    public ValueTask<CallResult> UpdateMetadata(string topic, RawJson metadata) =>
        Session.UpdateMetadataAsync(Connection, topic, metadata);

    /// <summary>The STUN and TURN servers for a topic.</summary>
    public IceServersResult GetIceServers(string topic) => Session.GetIceServers(Connection, topic);

    /// <summary>
    /// Takes up the session of a ticket on this connection, after the first <paramref name="received"/> calls that its
    /// client has handled (XEP-0198 counts in the same way). The session that this connection began with ends.
    /// </summary>
    public async ValueTask<ResumeResult> Resume(string ticket, long received)
    {
        var fresh = Session;
        var (session, result) = await _sessions.ResumeAsync(Connection, ticket, received);
        if (session is null)
            return result;

        if (fresh != session)
            await fresh.ByeAsync(Connection);
        Connection.Features.Set(session);
        var connection = Connection;
        _afterAnswer = () =>
        {
            if (session.Welcome(connection) is { } welcome)
                _ = Clients.Caller.Welcome(welcome);
            session.Outbox.Release(connection);
        };
        return result;
    }

    /// <summary>Ends the session: every topic is told, nothing is kept.</summary>
    public ValueTask<CallResult> Bye() => Session.ByeAsync(Connection);

    /// <summary>SignalR lets go of a hub once its answer is written: what must follow the answer goes out now.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _afterAnswer?.Invoke();
        base.Dispose(disposing);
    }

    private HubConnectionContext Connection => Context.Features.GetRequiredFeature<HubConnectionContext>();

    private Session Session => Context.Features.GetRequiredFeature<Session>();
}
