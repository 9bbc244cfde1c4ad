using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RtcHub;

/// <summary>
/// What a client says of how the connection with one peer began: how long each stage took, counted from when it knew of
/// the peer. It names neither; the service adds it to its figures and keeps nothing else.
/// </summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="EndedMs">When it was connected, or given up.</param>
/// <param name="OfferedMs">When the first offer was sent or came.</param>
/// <param name="AnsweredMs">When the first answer was sent or came.</param>
/// <param name="Relayed">Whether it goes over a TURN server, if that is known.</param>
internal sealed record HandshakeReport(
    [property: JsonRequired] HandshakeOutcome Outcome,
    [property: JsonRequired] int EndedMs,
    int? OfferedMs = null,
    int? AnsweredMs = null,
    bool? Relayed = null)
{
    private const int MaxBytes = 512;
    private const int MaxMs = 600_000;

    /// <summary>Fields that are not known are passed over.</summary>
    public static bool TryRead(RawJson json, [NotNullWhen(true)] out HandshakeReport? report)
    {
        report = null;
        if (json.Utf8.Length > MaxBytes)
            return false;
        try
        {
            report = JsonSerializer.Deserialize(json.Utf8.Span, HandshakeJsonContext.Default.HandshakeReport);
        }
        catch (JsonException)
        {
            return false;
        }

        if (report is not null && IsTime(report.EndedMs) && IsTime(report.OfferedMs) && IsTime(report.AnsweredMs))
            return true;
        report = null;
        return false;
    }

    private static bool IsTime(int? ms) => ms is null or (>= 0 and <= MaxMs);
}

/// <summary>How the beginning of a connection between peers ended.</summary>
[JsonConverter(typeof(WireNameConverter<HandshakeOutcome>))]
internal enum HandshakeOutcome
{
    /// <summary>They see each other.</summary>
    Connected,

    /// <summary>They do not, and it was given up.</summary>
    Failed,
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, NumberHandling = JsonNumberHandling.Strict, MaxDepth = 8)]
[JsonSerializable(typeof(HandshakeReport))]
internal sealed partial class HandshakeJsonContext : JsonSerializerContext;
