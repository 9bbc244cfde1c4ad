using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace RtcHub.Tests.Webhooks;

/// <summary>The C# of <c>docs/webhooks.md</c>, to the letter.</summary>
internal static class SnippetVerifier
{
    public static JsonElement Run(IHeaderDictionary headers, byte[] body, string secret) => Verify(headers, body, secret);

#pragma warning disable CA1305, CA1859
    // begin
static JsonElement Verify(IHeaderDictionary headers, byte[] body, string secret)
{
    var (id, sent) = (headers["webhook-id"].ToString(), headers["webhook-timestamp"].ToString());
    if (Math.Abs(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(sent)) > 300)
        throw new CryptographicException("too old");
    var key = Convert.FromBase64String(secret["whsec_".Length..]);
    byte[] content = [.. Encoding.UTF8.GetBytes($"{id}.{sent}."), .. body];
    var right = HMACSHA256.HashData(key, content);
    var given = headers["webhook-signature"].ToString().Split(' ').Select(each => Convert.FromBase64String(each["v1,".Length..]));
    if (!given.Any(each => CryptographicOperations.FixedTimeEquals(each, right)))
        throw new CryptographicException("not signed");
    return JsonElement.Parse(body);
}
    // end
#pragma warning restore CA1305, CA1859
}
