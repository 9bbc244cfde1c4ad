using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace RtcHub.Management;

/// <summary>Peers, of one topic or of all.</summary>
internal static class PeerEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/peers", ListAsync)
            .WithTags("Peers")
            .WithName("ListPeers")
            .WithSummary("The peers of all topics, topic by topic; who is in several topics is there several times");
        api.MapGet("/topic/peers", ListOfTopicAsync)
            .WithTags("Peers")
            .WithName("ListPeersOfTopic")
            .WithSummary("The peers of one topic in the order of their joining, hidden ones too");
        api.MapDelete("/topic/peers/{peerId}", RemoveAsync)
            .WithTags("Peers")
            .WithName("RemovePeer")
            .WithSummary("Takes a peer out of a topic; its client is told");
    }

    private static async Task<Results<Ok<PeerPage>, ProblemHttpResult>> ListAsync(TopicOperations topics, string? after, int? limit)
    {
        if (!PageLimit.TryRead(limit, out var count))
            return PageLimit.Problem();
        PeerCursor? cursor = null;
        if (after is not null && !PeerCursor.TryParse(after, out cursor))
            return PageLimit.WrongCursor();
        return Answer(await topics.ListPeersAsync(cursor, count));
    }

    private static async Task<Results<Ok<PeerPage>, ProblemHttpResult>> ListOfTopicAsync(
        TopicOperations topics, string topic, string? after, int? limit)
    {
        if (!PageLimit.TryRead(limit, out var count))
            return PageLimit.Problem();
        PeerCursor? cursor = null;
        if (after is not null && !(PeerCursor.TryParse(after, out cursor) && cursor.Topic == topic))
            return PageLimit.WrongCursor();
        return Answer(await topics.ListPeersAsync(topic, cursor, count));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(TopicOperations topics, string topic, string peerId)
    {
        var code = await topics.RemovePeerAsync(topic, peerId);
        return code == SignalCode.Ok ? TypedResults.NoContent() : Problems.Of(code);
    }

    private static Results<Ok<PeerPage>, ProblemHttpResult> Answer(PeerPage? page) =>
        page is not null ? TypedResults.Ok(page) : Problems.Of(SignalCode.BackplaneUnavailable);
}
