using RtcHub.Backplane;

namespace RtcHub.Admission;

/// <summary>Kind and size of what a call carries; its inside is nobody's business.</summary>
internal static class Payload
{
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

    /// <summary><see langword="null"/>, or what is wrong.</summary>
    public static SignalCode? Check(RawJson payload, bool mustBeObject, int maxBytes)
    {
        if (mustBeObject && !payload.IsObject)
            return SignalCode.InvalidPayload;
        return payload.Utf8.Length > maxBytes ? SignalCode.TooLarge : null;
    }
}
