using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace RtcHub.Access;

/// <summary>What a peer says about itself, with the fields that are not its own to choose.</summary>
internal static class FixedMetadata
{
    /// <summary>
    /// The fields of <paramref name="own"/> without those that <paramref name="given"/> has, then the latter; all values
    /// byte for byte. Both are JSON objects, or <see langword="null"/>. False when a name has half a surrogate pair.
    /// </summary>
    public static bool TryMerge(RawJson? own, RawJson? given, out RawJson? merged)
    {
        merged = given ?? own;
        if (own is null || given is null)
            return true;

        using var ownJson = JsonDocument.Parse(own.Value.Utf8);
        using var givenJson = JsonDocument.Parse(given.Value.Utf8);
        var bytes = new ArrayBufferWriter<byte>(own.Value.Utf8.Length + given.Value.Utf8.Length);
        try
        {
            using var writer = new Utf8JsonWriter(bytes);
            writer.WriteStartObject();
            var kept = ownJson.RootElement.EnumerateObject().Where(field => !givenJson.RootElement.TryGetProperty(field.Name, out _));
            foreach (var field in kept.Concat(givenJson.RootElement.EnumerateObject()))
            {
                writer.WritePropertyName(field.Name);
                writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(field.Value));
            }

            writer.WriteEndObject();
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        merged = new RawJson(bytes.WrittenMemory);
        return true;
    }
}
