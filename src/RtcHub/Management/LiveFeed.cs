using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using RtcHub.Backplane;

namespace RtcHub.Management;

/// <summary>
/// What a page shows live, as Server-Sent Events: <c>nodes</c> each second, and <c>topic</c> with all of one topic when it has
/// changed. It looks at the backplane and is told nothing, so that those who watch cost a signal's path nothing.
/// </summary>
internal static class LiveFeed
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private const int LooksBetweenNodes = 2;

    public static void Map(RouteGroupBuilder api) => api.MapGet("/events", Open)
        .WithTags("Feed")
        .WithName("WatchService")
        .WithSummary("Server-Sent Events: nodes each second, and topic when the topic that is named has changed");

    private static ServerSentEventsResult<object> Open(
        HttpContext context,
        TopicOperations topics,
        NodeOperations nodes,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        string? topic)
    {
        context.Response.Headers["X-Accel-Buffering"] = "no"; // nginx hands on what it has
        return TypedResults.ServerSentEvents(WatchAsync(topics, nodes, topic, lifetime, time, context.RequestAborted));
    }

    private static async IAsyncEnumerable<SseItem<object>> WatchAsync(
        TopicOperations topics,
        NodeOperations nodes,
        string? topic,
        IHostApplicationLifetime lifetime,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken aborted)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(aborted, lifetime.ApplicationStopping);
        TopicSummary? shown = null;
        for (var look = 0; !ended.IsCancellationRequested; look++)
        {
            if (look % LooksBetweenNodes == 0 && await nodes.ListAsync() is { } all)
                yield return new SseItem<object>(new NodeList(nodes.OwnId, all), "nodes");
            if (topic is not null && await topics.DescribeAsync(topic) is { } now && HasChanged(shown, now)
                && await topics.ListPeersAsync(topic, after: null, PageLimit.Max) is { } page)
            {
                shown = now;
                yield return new SseItem<object>(new WatchedTopic(now, page.Peers, page.Next), "topic");
            }

            await Task.Delay(Look, time, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A peer that has moved to another node changes no version.</summary>
    private static bool HasChanged(TopicSummary? shown, TopicSummary now) =>
        shown is null || shown.Version != now.Version || shown.PeerCount != now.PeerCount || shown.Lock != now.Lock
        || !shown.Nodes.SequenceEqual(now.Nodes);
}

/// <summary>The topic that is watched.</summary>
/// <param name="Topic">How it is.</param>
/// <param name="Peers">The first 1,000 who are in.</param>
/// <param name="Next">Where <c>/topic/peers</c> goes on, when there are more.</param>
internal sealed record WatchedTopic(
    TopicSummary Topic,
    IReadOnlyList<PeerView> Peers,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Next);
