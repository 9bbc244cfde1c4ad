using System.Text.Json.Serialization;

namespace RtcHub;

/// <summary>
/// One JSON value as its sender wrote it. The service relays these bytes unchanged and never looks inside,
/// beyond the first byte that tells the kind.
/// </summary>
/// <param name="Utf8">The value's bytes, well-formed JSON in valid UTF-8.</param>
[JsonConverter(typeof(RawJsonConverter))]
public readonly record struct RawJson(ReadOnlyMemory<byte> Utf8)
{
    /// <summary>The JSON value <c>null</c>.</summary>
    public static RawJson Null { get; } = new("null"u8.ToArray());

    internal bool IsObject => !Utf8.IsEmpty && Utf8.Span[0] == '{';

    internal bool IsNull => !Utf8.IsEmpty && Utf8.Span[0] == 'n';

    /// <summary>Says the length only: payloads never reach a log.</summary>
    public override string ToString() => $"RawJson({Utf8.Length} bytes)";
}
