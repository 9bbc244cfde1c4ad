using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using RtcHub.Access;

namespace RtcHub.Sessions;

/// <summary>
/// Begins a session with its request: the token is read, and the topics that the query names are entered. With a WebSocket
/// that is done while the client still shakes hands; what comes for the session meanwhile waits in its outbox.
/// </summary>
internal sealed class SessionOpening(SessionRegistry sessions, TokenAdmission tokens, IOptions<RtcHubOptions> options)
{
    /// <param name="http">The request, where there is one.</param>
    /// <param name="visitor">Whose it is.</param>
    public async Task<OpenedSession> OpenAsync(HttpContext? http, Visitor visitor)
    {
        Connections.KeepRequest(http, visitor.Features);
        Connections.LimitSendBuffer(http, options.Value.SendBufferBytes);
        var session = sessions.Open(await tokens.ReadTokenAsync(visitor, TokenAdmission.TokenIn(http?.Request)));
        try
        {
            return new OpenedSession(session, await SubscribeAsync(session, visitor, http?.Request.Query["topic"] ?? []));
        }
        catch
        {
            await session.AbandonAsync();
            throw;
        }
    }

    private static async Task<IReadOnlyList<Subscription>> SubscribeAsync(Session session, Visitor visitor, StringValues topics)
    {
        var subscriptions = new OrderedDictionary<string, Subscription>(StringComparer.Ordinal);
        foreach (var topic in topics)
        {
            var result = await session.SubscribeAsync(caller: null, visitor, topic, options: RawJson.Null);
            if (result.Subscription is { } subscription)
                subscriptions.TryAdd(subscription.Topic, subscription);
        }

        return [.. subscriptions.Values];
    }
}

/// <summary>A session that waits for its connection.</summary>
/// <param name="Session">That.</param>
/// <param name="Subscriptions">The topics that it is in, as of its joins.</param>
internal sealed record OpenedSession(Session Session, IReadOnlyList<Subscription> Subscriptions);
