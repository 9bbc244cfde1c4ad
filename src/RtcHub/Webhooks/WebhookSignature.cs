using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RtcHub.Webhooks;

/// <summary>Signs events as Standard Webhooks 1.0.0 says (symmetric, <c>v1</c>), with each of the secrets.</summary>
internal sealed class WebhookSignature(IEnumerable<string> secrets)
{
    private const string SecretPrefix = "whsec_";
    private const int MinSecretBytes = 24;
    private const int MaxSecretBytes = 64;

    private readonly byte[][] _keys = [.. secrets.Select(secret => TryParseSecret(secret, out var key) ? key : [])];

    /// <summary>The value of the header <c>webhook-signature</c>.</summary>
    public string Sign(string id, long timestamp, ReadOnlySpan<byte> body)
    {
        byte[] content = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp.ToString(CultureInfo.InvariantCulture)}."), .. body];
        return string.Join(' ', _keys.Select(key => "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, content))));
    }

    public static bool TryParseSecret(string secret, [NotNullWhen(true)] out byte[]? key)
    {
        key = null;
        if (!secret.StartsWith(SecretPrefix, StringComparison.Ordinal))
            return false;

        var bytes = new byte[secret.Length];
        if (!Convert.TryFromBase64String(secret[SecretPrefix.Length..], bytes, out var length) || length is < MinSecretBytes or > MaxSecretBytes)
            return false;
        key = bytes[..length];
        return true;
    }
}
