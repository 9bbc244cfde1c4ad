using Microsoft.AspNetCore.SignalR;
using RtcHub.Admission;

namespace RtcHub.Access;

/// <summary>Takes the join tokens that clients show.</summary>
internal sealed class TokenAdmission(JoinTokenReader reader, GuessThrottle throttle)
{
    /// <summary>Whether the service takes tokens: without a key it does not look at any.</summary>
    public bool TakesTokens => reader.HasKeys;

    /// <summary>The token, or null when there is none or it is not good. Whoever made one up waits for the answer.</summary>
    public async ValueTask<JoinToken?> ReadTokenAsync(HubConnectionContext connection, string? text)
    {
        if (!TakesTokens || string.IsNullOrEmpty(text))
            return null;
        if (reader.Read(text, out var token) == TokenVerdict.Forged)
            await throttle.OnGuessAsync(connection);
        return token;
    }
}
