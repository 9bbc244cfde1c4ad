using Microsoft.Extensions.Logging;
using RtcHub.Backplane;
using RtcHub.Diagnostics;

namespace RtcHub.Management;

/// <summary>What operators see and do with nodes.</summary>
internal sealed class NodeOperations(IBackplane backplane, ThisNode self, ILogger<NodeOperations> logger)
{
    /// <summary>The node that answers.</summary>
    public string OwnId => self.NodeId;

    /// <summary>All that live; <see langword="null"/> when the backplane is away.</summary>
    public Task<IReadOnlyList<NodeStatus>?> ListAsync() => backplane.Oversight.ListNodesAsync();

    /// <summary>
    /// Has a node hand its clients over and end. Not the last one that is left for them: that would cut everybody off, and
    /// is what stopping its process is for.
    /// </summary>
    public async Task<DrainOutcome> DrainAsync(string nodeId)
    {
        if (await ListAsync() is not { } nodes)
            return DrainOutcome.Unavailable;
        if (nodes.FirstOrDefault(node => node.NodeId == nodeId) is not { } node)
            return DrainOutcome.UnknownNode;
        if (node.Draining)
            return DrainOutcome.Begun;
        if (!nodes.Any(other => other.NodeId != nodeId && other.Ready))
            return DrainOutcome.LastNode;

        if (nodeId == self.NodeId)
            self.Drain();
        else if (await backplane.Oversight.DrainAsync(nodeId) == SignalCode.BackplaneUnavailable)
            return DrainOutcome.Unavailable;
        logger.OperatorDrainsNode(nodeId);
        return DrainOutcome.Begun;
    }
}

/// <summary>What became of the wish to drain a node.</summary>
internal enum DrainOutcome
{
    /// <summary>It drains.</summary>
    Begun,

    /// <summary>No such node, or it is no more.</summary>
    UnknownNode,

    /// <summary>No other node is ready to take its clients.</summary>
    LastNode,

    /// <summary>The other nodes can't be reached.</summary>
    Unavailable,
}
