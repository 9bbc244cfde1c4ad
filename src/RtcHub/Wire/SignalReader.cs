using System.Text.Json;
using System.Text.Unicode;
using RtcHub.Backplane;

namespace RtcHub.Wire;

/// <summary>A <c>Send*</c> call as it is in its frame.</summary>
internal readonly ref struct SignalCall
{
    public EnvelopeKind Kind { get; init; }

    public string? Topic { get; init; }

    public string? To { get; init; }

    /// <summary>A slice of the frame: whoever keeps it copies it.</summary>
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The invocation's id as JSON; empty when no answer is asked for.</summary>
    public ReadOnlySpan<byte> InvocationId { get; init; }
}

/// <summary>
/// Reads a signal in one pass, as SignalR's clients write it. Gives up on anything else, also on what is wrong: the way
/// that all calls can go says what to say to it.
/// </summary>
internal static class SignalReader
{
    private const int InvocationType = 1;

    public static bool TryRead(ReadOnlyMemory<byte> frame, LastTexts texts, out SignalCall call)
    {
        call = default;
        if (!Utf8.IsValid(frame.Span))
            return false; // what is relayed as it is would close the WebSocket of whoever gets it
        try
        {
            var reader = new Utf8JsonReader(frame.Span);
            return TryRead(ref reader, frame, texts, out call) && !reader.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false; // no JSON, half a surrogate pair in a string
        }
    }

    private static bool TryRead(scoped ref Utf8JsonReader reader, ReadOnlyMemory<byte> frame, LastTexts texts, out SignalCall call)
    {
        call = default;
        var (type, kind) = (0, default(EnvelopeKind?));
        ReadOnlySpan<byte> id = [];
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                if (type != 0 || !reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out type))
                    return false;
            }
            else if (reader.ValueTextEquals("invocationId"u8))
            {
                if (!id.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.String)
                    return false;
                id = frame.Span[(int)reader.TokenStartIndex..(int)reader.BytesConsumed];
            }
            else if (reader.ValueTextEquals("target"u8))
            {
                if (kind is not null || !reader.Read() || (kind = KindOf(ref reader)) is null)
                    return false;
            }
            else if (kind is null || !call.Payload.IsEmpty || !reader.ValueTextEquals("arguments"u8) || !TryReadArguments(ref reader, frame, texts, out call))
            {
                return false;
            }
        }

        if (type != InvocationType || call.Payload.IsEmpty)
            return false;
        call = new SignalCall { Kind = kind!.Value, Topic = call.Topic, To = call.To, Payload = call.Payload, InvocationId = id };
        return true;
    }

    private static bool TryReadArguments(scoped ref Utf8JsonReader reader, ReadOnlyMemory<byte> frame, LastTexts texts, out SignalCall call)
    {
        call = default;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray || !reader.Read() || !texts.TryReadTopic(ref reader, out var topic)
            || !reader.Read() || !texts.TryReadPeer(ref reader, out var to) || !reader.Read() || reader.TokenType == JsonTokenType.EndArray)
            return false;

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        call = new SignalCall { Topic = topic, To = to, Payload = frame[start..(int)reader.BytesConsumed] };
        return reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }

    private static EnvelopeKind? KindOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
            return null;
        if (reader.ValueTextEquals("SendCandidate"u8))
            return EnvelopeKind.Candidate;
        if (reader.ValueTextEquals("SendOffer"u8))
            return EnvelopeKind.Offer;
        if (reader.ValueTextEquals("SendAnswer"u8))
            return EnvelopeKind.Answer;
        return reader.ValueTextEquals("SendMessage"u8) ? EnvelopeKind.Message : null;
    }
}
