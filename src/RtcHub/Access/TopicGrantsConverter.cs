using System.Text.Json;
using System.Text.Json.Serialization;

namespace RtcHub;

/// <summary>Grants as a JSON array of their names: <c>["signal","message"]</c>. A name that is none is refused.</summary>
internal sealed class TopicGrantsConverter : JsonConverter<TopicGrants>
{
    private static readonly (TopicGrants Grant, JsonEncodedText Name)[] Names =
    [
        .. Enum.GetValues<TopicGrants>()
            .Where(grant => grant != TopicGrants.None)
            .Select(grant => (grant, JsonEncodedText.Encode(JsonNamingPolicy.SnakeCaseLower.ConvertName(grant.ToString())))),
    ];

    public override TopicGrants Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("Grants are an array.");
        var grants = TopicGrants.None;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            grants |= ReadOne(ref reader);
        return grants;
    }

    public override void Write(Utf8JsonWriter writer, TopicGrants value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var (_, name) in Names.Where(entry => value.HasFlag(entry.Grant)))
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }

    private static TopicGrants ReadOne(ref Utf8JsonReader reader)
    {
        foreach (var (grant, name) in Names)
        {
            if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(name.EncodedUtf8Bytes))
                return grant;
        }

        throw new JsonException("Not a grant.");
    }
}
