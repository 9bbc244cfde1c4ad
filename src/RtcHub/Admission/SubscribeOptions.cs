using System.Text.Json;

namespace RtcHub.Admission;

/// <summary>The second argument of <see cref="SignalingHub.Subscribe"/>.</summary>
internal static class SubscribeOptions
{
    /// <summary>Slices <c>metadata</c> out of <c>{ "metadata": … }</c>; other fields are ignored. False when it is neither an object nor null.</summary>
    public static bool TryRead(RawJson options, out RawJson? metadata)
    {
        metadata = null;
        if (options.IsNull)
            return true;
        if (!options.IsObject)
            return false;

        var reader = new Utf8JsonReader(options.Utf8.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var isNull = reader.TokenType == JsonTokenType.Null;
            reader.Skip();
            if (isMetadata)
                metadata = isNull ? null : new RawJson(options.Utf8[start..(int)reader.BytesConsumed]);
        }

        return true;
    }
}
