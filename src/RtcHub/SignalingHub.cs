using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using RtcHub.Access;
using RtcHub.Admission;
using RtcHub.Backplane;
using RtcHub.Sessions;
using RtcHub.Wire;

namespace RtcHub;

/// <summary>
/// What a client may call; <c>docs/protocol.md</c> says what each call promises. Thin: asks the caller's session and
/// returns a code.
/// </summary>
public sealed class SignalingHub : Hub<ISignalingClient>
{
    private readonly SessionRegistry _sessions;
    private readonly SessionOpening _opening;
    private readonly TokenAdmission _tokens;
    private readonly GuessThrottle _throttle;
    private Action? _afterAnswer;

    /// <summary>Made for each call by SignalR.</summary>
    internal SignalingHub(SessionRegistry sessions, SessionOpening opening, TokenAdmission tokens, GuessThrottle throttle) =>
        (_sessions, _opening, _tokens, _throttle) = (sessions, opening, tokens, throttle);

    /// <summary>Begins a session, in the topics that the query names, and welcomes it.</summary>
    public override async Task OnConnectedAsync()
    {
        var (session, subscriptions) = await (Connection.Features.Get<Task<OpenedSession>>()
            ?? _opening.OpenAsync(Context.GetHttpContext(), Visitor.Of(Connection)));
        if (!session.TryBegin(Connection))
            throw new HubException("The session has ended.");
        Connection.Features.Set(session);
        try
        {
            if (session.Welcome(Connection, subscriptions) is { } welcome)
                await Clients.Caller.Welcome(welcome);
        }
        finally
        {
            session.OnAnswered(Connection);
        }
    }

    /// <summary>Joins a topic. <paramref name="options"/> is <c>{ "metadata": object }</c> or null.</summary>
    public ValueTask<SubscribeResult> Subscribe(string topic, RawJson options)
    {
        var (session, connection) = (Session, Connection);
        _afterAnswer = () => session.OnAnswered(connection);
        return session.SubscribeAsync(Connection, Visitor.Of(Connection), topic, options);
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
    /// Renews the caller's join token before it ends. One that is not good, or another user's, is refused, and the caller
    /// goes on with what it had.
    /// </summary>
    public async ValueTask<RefreshTokenResult> RefreshToken(string token)
    {
        var (session, connection) = (Session, Connection);
        if (session.AdmitRefresh(connection) is { } refusal)
            return new RefreshTokenResult(refusal.Code) { RetryAfterMs = refusal.RetryAfterMs };
        if (!_tokens.TakesTokens)
            return new RefreshTokenResult(SignalCode.Ok);
        var visitor = Visitor.Of(connection);
        if (_throttle.BarredForMs(visitor) is null
            && await _tokens.ReadTokenAsync(visitor, token) is { } renewed && await session.TryRenewAsync(connection, renewed))
            return new RefreshTokenResult(SignalCode.Ok) { TokenTtlMs = session.TokenTtlMs };
        return _throttle.BarredForMs(visitor) is { } waitMs
            ? new RefreshTokenResult(SignalCode.RateLimited) { RetryAfterMs = waitMs }
            : new RefreshTokenResult(SignalCode.Forbidden);
    }

    /// <summary>Takes a peer out of a topic. For moderators.</summary>
    public ValueTask<CallResult> RemovePeer(string topic, string peerId) => Session.RemovePeerAsync(Connection, topic, peerId);

    /// <summary>Keeps all but moderators from entering a topic, for as long as the caller is in it or until it says otherwise. For moderators.</summary>
    public ValueTask<CallResult> LockTopic(string topic, bool locked) => Session.LockTopicAsync(Connection, topic, locked);

    /// <summary>Tells how the connection with a peer began, for the service's figures; only where <see cref="Welcome.HandshakeReports"/> asks for it.</summary>
    public CallResult ReportHandshake(RawJson report) => Session.ReportHandshake(Connection, report);

    /// <summary>
    /// Takes up the session of a ticket on this connection, after the first <paramref name="received"/> calls that its
    /// client has handled (XEP-0198 counts in the same way). The session that this connection began with ends.
    /// </summary>
    public async ValueTask<ResumeResult> Resume(string ticket, long received)
    {
        var visitor = Visitor.Of(Connection);
        if (_throttle.BarredForMs(visitor) is { } barredForMs)
            return new ResumeResult(SignalCode.RateLimited) { RetryAfterMs = barredForMs };

        var fresh = Session;
        var (session, result, isForged) = await _sessions.ResumeAsync(Connection, ticket, received);
        if (session is null)
        {
            if (result.Code == SignalCode.SessionGone)
                await _throttle.OnWrongTicketAsync(visitor, mayBeHonest: !isForged);
            return _throttle.BarredForMs(visitor) is { } waitMs ? new ResumeResult(SignalCode.RateLimited) { RetryAfterMs = waitMs } : result;
        }

        if (fresh != session)
        {
            if (fresh.Token is { } token)
                await session.TryRenewAsync(Connection, token);
            await fresh.ByeAsync(Connection);
        }

        Connection.Features.Set(session);
        var connection = Connection;
        _afterAnswer = () =>
        {
            if (session.Welcome(connection) is { } welcome)
                _ = Clients.Caller.Welcome(welcome);
            session.OnAnswered(connection);
        };
        return result;
    }

    /// <summary>Ends the session: every topic is told, nothing is kept.</summary>
    public async ValueTask<CallResult> Bye()
    {
        var (session, connection) = (Session, Connection);
        var result = await session.ByeAsync(connection);
        if (result.Code == SignalCode.Ok)
            session.AwaitAnother(connection);
        return result;
    }

    /// <summary>SignalR lets go of a hub once its answer is written: what must follow the answer goes out now.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _afterAnswer?.Invoke();
            (Context as HubCallerContext)?.Features.Get<SignalLane>()?.OnAnswered(); // none where SignalR has refused the call
        }

        base.Dispose(disposing);
    }

    private HubConnectionContext Connection => Context.Features.GetRequiredFeature<HubConnectionContext>();

    private Session Session => Context.Features.GetRequiredFeature<Session>();
}
