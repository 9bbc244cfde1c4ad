using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.Options;
using RtcHub.Admission;

namespace RtcHub.Access;

/// <summary>What became of a token that a client has shown.</summary>
internal enum TokenVerdict
{
    /// <summary>It may be used.</summary>
    Good,

    /// <summary>A key signed it, but it has ended, has not begun, or says what no join token says.</summary>
    Unusable,

    /// <summary>No key signed it.</summary>
    Forged,
}

/// <summary>
/// Checks join tokens: all of the validation there is, in one place. Nothing of a token is believed, or even parsed as
/// claims, before its signature is found good. There is one algorithm, so a token cannot choose another; the key is chosen
/// by <c>kid</c> among those that are configured.
/// </summary>
internal sealed class JoinTokenReader(IOptions<RtcHubOptions> options, TimeProvider time)
{
    public const string Algorithm = "HS256";

    /// <summary>How far the clock of whoever signs may be off (RFC 7519, section 4.1.4).</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(60);

    private const int MaxBytes = 8_192;
    private const string Audience = "rtchub";
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(24);

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 40 };

    private readonly RtcHubOptions _options = options.Value;
    private readonly Dictionary<string, byte[]> _keys =
        options.Value.Tokens.Keys.ToDictionary(key => key.Key, key => Convert.FromBase64String(key.Value), StringComparer.Ordinal);

    /// <summary>Whether there is any key: without one, tokens are not looked at.</summary>
    public bool HasKeys => _keys.Count > 0;

    public TokenVerdict Read(string? text, out JoinToken? token)
    {
        token = null;
        if (text is not { Length: > 0 and <= MaxBytes } || !IsSigned(text, out var claims))
            return TokenVerdict.Forged;
        if (!Utf8.IsValid(claims))
            return TokenVerdict.Unusable; // metadata is relayed as it is: it would close the WebSocket of whoever gets it

        try
        {
            using var document = JsonDocument.Parse(claims, Strict);
            token = ReadClaims(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // signed, but no JSON object, a claim twice, half a surrogate pair, or a claim of the wrong kind
        }

        return token is null ? TokenVerdict.Unusable : TokenVerdict.Good;
    }

    /// <summary>RFC 7515, section 5.2, for the compact serialization and one algorithm.</summary>
    private bool IsSigned(string text, [NotNullWhen(true)] out byte[]? claims)
    {
        claims = null;
        var parts = text.Split('.');
        if (parts.Length != 3 || Decode(parts[0]) is not { } header || Decode(parts[1]) is not { } payload
            || Decode(parts[2]) is not { } signature || FindKey(header) is not { } key)
            return false;

        var expected = HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(text[..text.LastIndexOf('.')]));
        if (!CryptographicOperations.FixedTimeEquals(expected, signature))
            return false;
        claims = payload;
        return true;
    }

    private byte[]? FindKey(byte[] header)
    {
        try
        {
            using var document = JsonDocument.Parse(header, Strict);
            var fields = document.RootElement;
            return fields.GetProperty("alg"u8).ValueEquals(Algorithm)
                && !fields.TryGetProperty("crit"u8, out _) // an extension that must be understood, and is not (section 4.1.11)
                && (!fields.TryGetProperty("typ"u8, out var type) || "JWT".Equals(type.GetString(), StringComparison.OrdinalIgnoreCase))
                && fields.GetProperty("kid"u8).GetString() is { } keyId
                ? _keys.GetValueOrDefault(keyId)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Null when a claim that must be there is not, is out of its bounds, or is of no use now.</summary>
    private JoinToken? ReadClaims(JsonElement claims)
    {
        var now = time.GetUtcNow();
        if (!TryReadTime(claims, "exp"u8, out var expiresAt) || expiresAt is not { } end
            || end + ClockSkew <= now || end - MaxLifetime - ClockSkew > now
            || !TryReadTime(claims, "nbf"u8, out var notBefore) || notBefore - ClockSkew > now
            || !TryReadTime(claims, "iat"u8, out var issuedAt) || issuedAt - ClockSkew > now
            || !IsForUs(claims))
            return null;

        if (!claims.TryGetProperty("sub"u8, out var sub) || sub.GetString() is not { } subject || !JoinToken.IsSubject(subject)
            || !claims.TryGetProperty("topics"u8, out var topics) || ReadTopics(topics) is not { } patterns
            || !claims.TryGetProperty("grants"u8, out var grants))
            return null;

        RawJson? metadata = null;
        if (claims.TryGetProperty("metadata"u8, out var given))
        {
            metadata = new RawJson(JsonMarshal.GetRawUtf8Value(given).ToArray());
            if (Payload.CheckMetadata(metadata.Value, _options) is not null)
                return null;
        }

        // One that was taken late lasts as long as it could have been taken.
        return new JoinToken(subject, patterns, grants.Deserialize(Wire.WireJsonContext.Default.TopicGrants), end > now ? end : end + ClockSkew)
        {
            Metadata = metadata,
        };
    }

    private static string[]? ReadTopics(JsonElement topics)
    {
        string[] patterns = [.. topics.EnumerateArray().Select(topic => topic.GetString() ?? "")];
        return JoinToken.AreTopics(patterns) ? patterns : null;
    }

    /// <summary>A token for somebody else only is not for us (RFC 7519, section 4.1.3).</summary>
    private static bool IsForUs(JsonElement claims) =>
        !claims.TryGetProperty("aud"u8, out var audience)
        || (audience.ValueKind == JsonValueKind.Array
            ? audience.EnumerateArray().Any(entry => entry.ValueEquals(Audience))
            : audience.ValueEquals(Audience));

    /// <summary>False when it is there and no time. Whole seconds: what every library writes.</summary>
    private static bool TryReadTime(JsonElement claims, ReadOnlySpan<byte> name, out DateTimeOffset? time)
    {
        time = null;
        if (!claims.TryGetProperty(name, out var claim))
            return true;
        if (claim.ValueKind != JsonValueKind.Number || !claim.TryGetInt64(out var seconds)
            || seconds < 0 || seconds > DateTimeOffset.MaxValue.ToUnixTimeSeconds() / 2)
            return false;
        time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return true;
    }

    /// <summary>Strict: no padding, no white space, no second spelling of the same bytes.</summary>
    private static byte[]? Decode(string part)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        if (Base64Url.DecodeFromChars(part, bytes, out _, out var written) != OperationStatus.Done)
            return null;
        return Base64Url.EncodeToString(bytes.AsSpan(0, written)) == part ? bytes[..written] : null;
    }
}
