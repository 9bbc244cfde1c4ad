using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace RtcHub.Wire;

/// <summary>
/// Reads a hub call without parsing its payloads: they are skipped over, which checks that they are JSON, and their
/// bytes copied once. Gives up on anything that is not a well-formed call with arguments that fit.
/// </summary>
internal static class InvocationReader
{
    private const int InvocationType = 1;

    /// <summary>Where the parts of a call are in its frame; properties come in any order.</summary>
    private ref struct Parts
    {
        public int Type;
        public string? Target;
        public string? InvocationId;
        public ReadOnlySpan<byte> Arguments;
        public bool HasStreams;
    }

    public static bool TryRead(ReadOnlySpan<byte> frame, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        message = null;
        try
        {
            if (!TryFindParts(frame, out var parts) || parts.Type != InvocationType || parts.HasStreams
                || string.IsNullOrEmpty(parts.Target) || parts.Arguments.IsEmpty)
                return false;

            if (!TryReadArguments(parts.Arguments, binder.GetParameterTypes(parts.Target), out var arguments))
                return false;

            message = new InvocationMessage(parts.InvocationId, parts.Target, arguments);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or HubException)
        {
            return false; // no JSON, half a surrogate pair in a string, no such method
        }
    }

    private static bool TryFindParts(ReadOnlySpan<byte> frame, out Parts parts)
    {
        parts = default;
        var reader = new Utf8JsonReader(frame);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out parts.Type))
                    return false;
            }
            else if (reader.ValueTextEquals("target"u8))
            {
                // The stock protocol would take the arguments for one method's and call the other.
                if (parts.Target is not null)
                    throw new InvalidDataException("A call names two methods.");
                reader.Read();
                parts.Target = reader.GetString();
            }
            else if (reader.ValueTextEquals("invocationId"u8))
            {
                reader.Read();
                parts.InvocationId = reader.GetString();
            }
            else if (reader.ValueTextEquals("arguments"u8))
            {
                reader.Read();
                if (reader.TokenType != JsonTokenType.StartArray)
                    return false;
                parts.Arguments = SkipValue(ref reader, frame);
            }
            else
            {
                parts.HasStreams |= reader.ValueTextEquals("streamIds"u8);
                reader.Skip();
            }
        }

        return !reader.Read(); // false when the object is followed by anything, or throws
    }

    private static bool TryReadArguments(
        ReadOnlySpan<byte> array, IReadOnlyList<Type> types, [NotNullWhen(true)] out object?[]? arguments)
    {
        arguments = null;
        var values = new object?[types.Count];
        var reader = new Utf8JsonReader(array);
        reader.Read();
        for (var i = 0; i < values.Length; i++)
        {
            if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
                return false;

            if (types[i] == typeof(RawJson))
                values[i] = new RawJson(SkipValue(ref reader, array).ToArray());
            else if (types[i] == typeof(string) && reader.TokenType is JsonTokenType.String or JsonTokenType.Null)
                values[i] = reader.GetString();
            else if (types[i] == typeof(bool) && reader.TokenType is JsonTokenType.True or JsonTokenType.False)
                values[i] = reader.GetBoolean();
            else if (types[i] == typeof(long) && reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number))
                values[i] = number;
            else
                return false;
        }

        if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
            return false;

        arguments = values;
        return true;
    }

    /// <summary>Moves the reader to the end of its value and returns the value's bytes.</summary>
    private static ReadOnlySpan<byte> SkipValue(scoped ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }
}
