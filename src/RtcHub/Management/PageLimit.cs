using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace RtcHub.Management;

/// <summary>How long a page may be.</summary>
internal static class PageLimit
{
    public const int Max = 1_000;
    private const int Default = 100;

    public static bool TryRead(int? given, out int limit)
    {
        limit = given ?? Default;
        return limit is >= 1 and <= Max;
    }

    public static ProblemHttpResult Problem() => Problems.Of(StatusCodes.Status400BadRequest, $"limit is a number from 1 to {Max}.");

    public static ProblemHttpResult WrongCursor() =>
        Problems.Of(StatusCodes.Status400BadRequest, "after is what the page before gave as next, for the same list.");
}
