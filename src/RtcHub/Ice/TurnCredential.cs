using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace RtcHub.Ice;

/// <summary>TURN credentials that end by themselves (draft-uberti-behave-turn-rest-00, section 2.2).</summary>
internal static class TurnCredential
{
    /// <summary>
    /// The user name says when the credential ends (whole seconds) and whose it is, by which the TURN server counts its
    /// relays; the password proves that this service wrote it.
    /// </summary>
    [SuppressMessage("Security", "CA5350", Justification = "What TURN servers expect; SHA-1's collisions do not break HMAC-SHA-1 (RFC 6194, section 3.3).")]
    public static IceServer Create(IList<string> urls, string secret, string peerId, DateTimeOffset expiry)
    {
        var username = string.Create(provider: null, $"{expiry.ToUnixTimeSeconds()}:{peerId}");
        var password = HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(username));
        return new IceServer { Urls = urls, Username = username, Credential = Convert.ToBase64String(password) };
    }
}
