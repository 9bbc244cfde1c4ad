using System.Text.Json;

namespace RtcHub.Wire;

/// <summary>The first texts of a client's last call, its topic and its peer, for the next call that names the same.</summary>
internal sealed class LastTexts
{
    private string? _first;
    private string? _second;

    /// <summary>The text that the reader is at, which is that argument of a call.</summary>
    public string? Read(ref Utf8JsonReader reader, int argument) => argument switch
    {
        0 => Read(ref reader, ref _first),
        1 => Read(ref reader, ref _second),
        _ => reader.GetString(),
    };

    private static string? Read(ref Utf8JsonReader reader, ref string? last) =>
        last is not null && reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(last) ? last : last = reader.GetString();
}
