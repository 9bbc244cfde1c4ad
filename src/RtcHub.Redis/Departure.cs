namespace RtcHub.Redis;

/// <summary>
/// A session that leaves this node. Everything that was sent to it here must come before it goes, so each node that has
/// members in its topics says when it has sent its last (<see cref="InboxMessage.Marker"/>).
/// </summary>
internal sealed class Departure(long epoch)
{
    private readonly Lock _gate = new();
    private readonly HashSet<(string Topic, string Node)> _awaited = [];
    private readonly HashSet<(string Topic, string Node)> _marked = [];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isKnown;

    /// <summary>The epoch that the next owner has it in.</summary>
    public long Epoch => epoch;

    /// <summary>Completes when every node that must has spoken.</summary>
    public Task Complete => _complete.Task;

    /// <summary>A node has sent its last in a topic.</summary>
    public void Mark(string topic, string node)
    {
        lock (_gate)
        {
            _marked.Add((topic, node));
            CompleteIfDone();
        }
    }

    /// <summary>Which nodes must speak. Some may have already.</summary>
    public void Await(IEnumerable<(string Topic, string Node)> nodes)
    {
        lock (_gate)
        {
            _awaited.UnionWith(nodes);
            _isKnown = true;
            CompleteIfDone();
        }
    }

    private void CompleteIfDone()
    {
        if (_isKnown && _awaited.IsSubsetOf(_marked))
            _complete.TrySetResult();
    }
}
