using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace RtcHub.Management;

/// <summary>Refusals as problem details (RFC 9457). Where a code of the wire contract fits, it is their <c>code</c>.</summary>
internal static class Problems
{
    public static ProblemHttpResult Of(SignalCode code) => code switch
    {
        SignalCode.InvalidTopic => Create(
            code, StatusCodes.Status400BadRequest, "A topic has 1 to 128 characters, no control characters, no leading or trailing white space."),
        SignalCode.InvalidPayload => Create(code, StatusCodes.Status400BadRequest, "The message is not JSON in UTF-8."),
        SignalCode.TooLarge => Create(code, StatusCodes.Status413PayloadTooLarge, "The message is longer than MaxDataBytes."),
        SignalCode.PeerGone => Create(code, StatusCodes.Status404NotFound, "No such peer is in the topic."),
        _ => Create(SignalCode.BackplaneUnavailable, StatusCodes.Status503ServiceUnavailable, "The other nodes can't be reached now."),
    };

    /// <summary>Something that the wire contract has no code for.</summary>
    public static ProblemHttpResult Of(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    private static ProblemHttpResult Create(SignalCode code, int status, string detail) => TypedResults.Problem(
        detail,
        statusCode: status,
        extensions: [new("code", JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString()))]);
}
