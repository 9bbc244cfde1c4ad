using System.Text.Json;
using RtcHub.Backplane;

namespace RtcHub.Admission;

/// <summary>Kind and size of what a call carries; its inside is nobody's business.</summary>
internal static class Payload
{
    private const int MaxMetadataDepth = 32;

    /// <summary>Whether a payload is what its call takes; <paramref name="fault"/> says why not.</summary>
    public static bool Fits(EnvelopeKind kind, RawJson payload, RtcHubOptions options, out SignalCode fault)
    {
        var misfit = kind switch
        {
            EnvelopeKind.Offer or EnvelopeKind.Answer => Check(payload, mustBeObject: true, options.MaxDescriptionBytes),
            EnvelopeKind.Candidate => Check(payload, mustBeObject: !payload.IsNull, options.MaxCandidateBytes),
            _ => Check(payload, mustBeObject: false, options.MaxDataBytes),
        };
        fault = misfit ?? SignalCode.Ok;
        return misfit is null;
    }

    /// <summary>
    /// As for a payload; and not so deep that it passes the 64 levels that JSON readers allow once it is inside a
    /// roster, where it would close the connection of whoever reads it.
    /// </summary>
    public static SignalCode? CheckMetadata(RawJson metadata, RtcHubOptions options) =>
        Check(metadata, mustBeObject: true, options.MaxMetadataBytes)
        ?? (IsTooDeep(metadata) ? SignalCode.InvalidPayload : null);

    private static bool IsTooDeep(RawJson json)
    {
        var reader = new Utf8JsonReader(json.Utf8.Span);
        while (reader.Read())
        {
            if (reader.CurrentDepth > MaxMetadataDepth)
                return true;
        }

        return false;
    }

    /// <summary><see langword="null"/>, or what is wrong.</summary>
    private static SignalCode? Check(RawJson payload, bool mustBeObject, int maxBytes)
    {
        if (mustBeObject && !payload.IsObject)
            return SignalCode.InvalidPayload;
        return payload.Utf8.Length > maxBytes ? SignalCode.TooLarge : null;
    }
}
