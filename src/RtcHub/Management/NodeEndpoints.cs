using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using RtcHub.Backplane;

namespace RtcHub.Management;

/// <summary>The nodes of the service.</summary>
internal static class NodeEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/nodes", ListAsync)
            .WithTags("Nodes")
            .WithName("ListNodes")
            .WithSummary("The nodes that live; what others than the answering one say of themselves is 2 s old at most");
        api.MapPost("/nodes/{nodeId}/drain", DrainAsync)
            .WithTags("Nodes")
            .WithName("DrainNode")
            .WithSummary("Has a node hand its clients to the others and end, as on SIGTERM")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        api.MapPost("/drain", DrainThisAsync)
            .WithTags("Nodes")
            .WithName("DrainThisNode")
            .WithSummary("The same for the node that answers")
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Results<Ok<NodeList>, ProblemHttpResult>> ListAsync(NodeOperations nodes) =>
        await nodes.ListAsync() is { } all ? TypedResults.Ok(new NodeList(nodes.OwnId, all)) : Problems.Of(SignalCode.BackplaneUnavailable);

    private static Task<Results<Accepted, ProblemHttpResult>> DrainThisAsync(NodeOperations nodes) => DrainAsync(nodes, nodes.OwnId);

    private static async Task<Results<Accepted, ProblemHttpResult>> DrainAsync(NodeOperations nodes, string nodeId) =>
        await nodes.DrainAsync(nodeId) switch
        {
            DrainOutcome.Begun => TypedResults.Accepted((string?)null),
            DrainOutcome.UnknownNode => Problems.Of(StatusCodes.Status404NotFound, "No such node."),
            DrainOutcome.LastNode => Problems.Of(
                StatusCodes.Status409Conflict, "No other node is ready to take its clients. To end it all the same, stop its process."),
            _ => Problems.Of(SignalCode.BackplaneUnavailable),
        };
}

/// <summary>The nodes.</summary>
/// <param name="Self">The one that answers.</param>
/// <param name="Nodes">All, in the order of their starting.</param>
internal sealed record NodeList(string Self, IReadOnlyList<NodeStatus> Nodes);
