using Microsoft.AspNetCore.Http;
using RtcHub.Admission;
using RtcHub.Sessions;

namespace RtcHub.Access;

/// <summary>Takes the join tokens that clients show.</summary>
internal sealed class TokenAdmission(JoinTokenReader reader, GuessThrottle throttle)
{
    private const string Bearer = "Bearer ";

    /// <summary>Whether the service takes tokens: without a key it does not look at any.</summary>
    public bool TakesTokens => reader.HasKeys;

    /// <summary>
    /// Where SignalR's clients put a token: browsers, which can't send headers with a WebSocket, in the query; others in a
    /// header (RFC 6750, sections 2.1 and 2.3). Never in a cookie.
    /// </summary>
    public static string? TokenIn(HttpRequest? request)
    {
        if (request is null)
            return null;
        string? header = request.Headers.Authorization;
        return header?.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) == true ? header[Bearer.Length..] : request.Query["access_token"];
    }

    /// <summary>The token, or null when there is none or it is not good. Whoever made one up waits for the answer.</summary>
    public async ValueTask<JoinToken?> ReadTokenAsync(Visitor visitor, string? text)
    {
        if (!TakesTokens || string.IsNullOrEmpty(text))
            return null;
        if (reader.Read(text, out var token) == TokenVerdict.Forged)
            await throttle.OnGuessAsync(visitor);
        return token;
    }
}
