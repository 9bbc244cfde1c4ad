using System.Text.Json;
using System.Text.Json.Serialization;

namespace RtcHub;

/// <summary>Writes an enum as its snake_case name, the way the wire contract spells it.</summary>
internal sealed class WireNameConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
