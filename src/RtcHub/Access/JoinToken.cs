using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RtcHub.Access;
using RtcHub.Topics;

namespace RtcHub;

/// <summary>
/// What lets a client into topics: a JWT (RFC 7519) signed with HMAC-SHA-256 (RFC 7515) under one of
/// <see cref="JoinTokenOptions.Keys"/>. Its claims are <c>sub</c>, <c>topics</c>, <c>grants</c>, <c>exp</c> and, if there
/// is one, <c>metadata</c>.
/// </summary>
/// <param name="Subject">Who the user is (<c>sub</c>), stable over sessions and told to the others: 1 to 128 characters.</param>
/// <param name="Topics">The topics (<c>topics</c>): names, or beginnings of names that end in <c>*</c>.</param>
/// <param name="Grants">What the user may do there (<c>grants</c>).</param>
/// <param name="ExpiresAt">When it ends (<c>exp</c>), in whole seconds, at most 24 hours from now.</param>
public sealed record JoinToken(string Subject, IReadOnlyList<string> Topics, TopicGrants Grants, DateTimeOffset ExpiresAt)
{
    private const int MaxSubjectLength = 128;

    /// <summary>
    /// A JSON object whose fields stand in the peer's metadata whatever the client says about itself (<c>metadata</c>).
    /// <value>The default value is <see langword="null"/>.</value>
    /// </summary>
    public RawJson? Metadata { get; init; }

    internal TopicAccess Access => new(Grants) { UserId = Subject, ExpiresAt = ExpiresAt, Metadata = Metadata };

    /// <summary>Whether it names the topic, or a beginning of it.</summary>
    public bool Allows(string topic) => Topics.Any(text => TopicPattern.TryParse(text, out var pattern) && pattern.Matches(topic));

    /// <summary>Signs the token: what a client gives as <c>access_token</c>, or to <c>RefreshToken</c>.</summary>
    /// <param name="keyId">The key's id in <see cref="JoinTokenOptions.Keys"/>.</param>
    /// <param name="secret">The key's secret in base64, as it is there.</param>
    /// <exception cref="ArgumentException">The service would not take such a token.</exception>
    /// <exception cref="FormatException">The secret is not base64.</exception>
    public string Sign(string keyId, string secret)
    {
        if (!IsSubject(Subject))
            throw new ArgumentException($"A token's subject has 1 to {MaxSubjectLength} characters, and no control characters.");
        if (!AreTopics(Topics))
            throw new ArgumentException("A token names one topic or more, or beginnings of topics with * at the end.");
        if (Metadata is { } metadata && !IsObject(metadata))
            throw new ArgumentException("A token's metadata is a JSON object.");

        var signed = $"{Encode(WriteHeader, keyId)}.{Encode(WriteClaims, this)}";
        var signature = HMACSHA256.HashData(Convert.FromBase64String(secret), Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    /// <summary>Says nothing of what is in it: tokens never reach a log.</summary>
    public override string ToString() => nameof(JoinToken);

    internal static bool IsSubject([NotNullWhen(true)] string? subject) =>
        subject is { Length: > 0 and <= MaxSubjectLength } && !subject.Any(char.IsControl);

    internal static bool AreTopics(IReadOnlyList<string> topics) =>
        topics.Count > 0 && topics.All(topic => TopicPattern.TryParse(topic, out _));

    private static bool IsObject(RawJson json)
    {
        try
        {
            return JsonElement.Parse(json.Utf8.Span).ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Encode<T>(Action<Utf8JsonWriter, T> write, T value)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            write(writer, value);
            writer.WriteEndObject();
        }

        return Base64Url.EncodeToString(bytes.WrittenSpan);
    }

    private static void WriteHeader(Utf8JsonWriter writer, string keyId)
    {
        writer.WriteString("alg"u8, JoinTokenReader.Algorithm);
        writer.WriteString("typ"u8, "JWT"u8);
        writer.WriteString("kid"u8, keyId);
    }

    private static void WriteClaims(Utf8JsonWriter writer, JoinToken token)
    {
        writer.WriteString("sub"u8, token.Subject);
        writer.WriteStartArray("topics"u8);
        foreach (var topic in token.Topics)
            writer.WriteStringValue(topic);
        writer.WriteEndArray();
        writer.WritePropertyName("grants"u8);
        JsonSerializer.Serialize(writer, token.Grants, Wire.WireJsonContext.Default.TopicGrants);
        writer.WriteNumber("exp"u8, token.ExpiresAt.ToUnixTimeSeconds());
        if (token.Metadata is { } metadata)
        {
            writer.WritePropertyName("metadata"u8);
            writer.WriteRawValue(metadata.Utf8.Span);
        }
    }
}
