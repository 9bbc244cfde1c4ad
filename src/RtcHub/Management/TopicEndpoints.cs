using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using RtcHub.Backplane;

namespace RtcHub.Management;

/// <summary>
/// Topics. A name is a query parameter: in a path servers and proxies make the same of <c>a/b</c> and <c>a%2Fb</c>, and take
/// <c>..</c> away.
/// </summary>
internal static class TopicEndpoints
{
    private const int LongestLock = 30 * 24 * 3_600;

    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/topics", ListAsync)
            .WithTags("Topics")
            .WithName("ListTopics")
            .WithSummary("Topics that have peers or are locked, in the order of their names")
            .WithDescription("prefix finds names that begin so, contains those that have it in them, whatever the case; a page may come with fewer then.");
        api.MapGet("/topic", DescribeAsync)
            .WithTags("Topics")
            .WithName("GetTopic")
            .WithSummary("One topic; a name that nobody uses has no peers");
        api.MapDelete("/topic", CloseAsync)
            .WithTags("Topics")
            .WithName("CloseTopic")
            .WithSummary("Removes everybody who is in; lock it first to keep them out");
        api.MapPut("/topic/lock", LockAsync)
            .WithTags("Topics")
            .WithName("LockTopic")
            .WithSummary("Lets nobody in, moderators neither, for some seconds or until it is unlocked; who is in stays in");
        api.MapDelete("/topic/lock", UnlockAsync)
            .WithTags("Topics")
            .WithName("UnlockTopic")
            .WithSummary("Takes the operator's lock away");
        api.MapPost("/topic/messages", SendAsync)
            .WithTags("Topics")
            .WithName("SendMessage")
            .WithSummary("Sends any JSON to everybody in the topic, as Message from \"operator\"");
    }

    private static async Task<Results<Ok<TopicList>, ProblemHttpResult>> ListAsync(
        TopicOperations topics, string? after, int? limit, string? prefix, string? contains)
    {
        if (!PageLimit.TryRead(limit, out var count))
            return PageLimit.Problem();
        var last = (string?)null;
        if (after is not null && !Cursor.TryDecode(after, out last))
            return PageLimit.WrongCursor();

        return await topics.ListAsync(new TopicQuery(count, last, prefix, contains)) is { } page
            ? TypedResults.Ok(new TopicList(page.Topics, page.Next is null ? null : Cursor.Encode(page.Next)))
            : Problems.Of(SignalCode.BackplaneUnavailable);
    }

    private static async Task<Results<Ok<TopicSummary>, ProblemHttpResult>> DescribeAsync(TopicOperations topics, string topic)
    {
        return await topics.DescribeAsync(topic) is { } summary ? TypedResults.Ok(summary) : Problems.Of(SignalCode.BackplaneUnavailable);
    }

    private static async Task<Results<Ok<ClosedTopic>, ProblemHttpResult>> CloseAsync(TopicOperations topics, string topic)
    {
        var (code, removed) = await topics.CloseAsync(topic);
        return code == SignalCode.Ok ? TypedResults.Ok(new ClosedTopic(removed)) : Problems.Of(code);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> LockAsync(TopicOperations topics, string topic, int? seconds)
    {
        if (seconds is < 1 or > LongestLock)
            return Problems.Of(StatusCodes.Status400BadRequest, $"seconds is a number from 1 to {LongestLock}; without it the lock has no end.");
        var code = await topics.LockAsync(topic, seconds is { } given ? TimeSpan.FromSeconds(given) : null);
        return code == SignalCode.Ok ? TypedResults.NoContent() : Problems.Of(code);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> UnlockAsync(TopicOperations topics, string topic)
    {
        var code = await topics.UnlockAsync(topic);
        return code == SignalCode.Ok ? TypedResults.NoContent() : Problems.Of(code);
    }

    private static async Task<Results<Ok<SentMessage>, ProblemHttpResult>> SendAsync(
        TopicOperations topics, string topic, [FromBody] RawJson data)
    {
        var (code, receivers) = await topics.SendAsync(topic, data);
        return code == SignalCode.Ok ? TypedResults.Ok(new SentMessage(receivers)) : Problems.Of(code);
    }

    /// <summary>A page of topics.</summary>
    /// <param name="Topics">In the order of their names.</param>
    /// <param name="Next">What to give as <c>after</c> for those that follow; absent at the end.</param>
    internal sealed record TopicList(
        IReadOnlyList<TopicSummary> Topics, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next);

    /// <summary>A topic that was closed.</summary>
    /// <param name="Removed">How many peers were removed.</param>
    internal sealed record ClosedTopic(int Removed);

    /// <summary>A message that was sent.</summary>
    /// <param name="Receivers">To how many peers.</param>
    internal sealed record SentMessage(int Receivers);
}
