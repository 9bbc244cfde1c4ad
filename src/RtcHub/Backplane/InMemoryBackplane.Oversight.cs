using System.Collections.Concurrent;

namespace RtcHub.Backplane;

/// <content>What operators see and do: everything is here.</content>
internal sealed partial class InMemoryBackplane : IOversight
{
    private readonly ConcurrentDictionary<string, TopicLock> _locks = new(StringComparer.Ordinal);

    public IOversight Oversight => this;

    public Task<TopicPage?> ListTopicsAsync(TopicQuery query)
    {
        var names = _rosters.Keys.Union(_locks.Keys, StringComparer.Ordinal)
            .Where(topic => query.Matches(topic) && (query.After is null || TopicOrder.Instance.Compare(topic, query.After) > 0))
            .Order(TopicOrder.Instance)
            .Take(query.Limit + 1)
            .ToArray();
        var next = names.Length > query.Limit ? names[query.Limit - 1] : null;
        var topics = names.Take(query.Limit).Select(Summarize).Where(topic => topic.PeerCount > 0 || topic.Locked);
        return Task.FromResult<TopicPage?>(new TopicPage([.. topics], next));
    }

    public Task<TopicSummary?> DescribeAsync(string topic) => Task.FromResult<TopicSummary?>(Summarize(topic));

    public Task<SignalCode> LockAsync(string topic, DateTimeOffset? until)
    {
        _locks[topic] = new TopicLock(until);
        return Ok;
    }

    public Task<SignalCode> UnlockAsync(string topic)
    {
        _locks.TryRemove(topic, out _);
        return Ok;
    }

    public Task<IReadOnlyList<NodeStatus>?> ListNodesAsync() => Task.FromResult<IReadOnlyList<NodeStatus>?>([_node!.Describe()]);

    public ValueTask<SignalCode> DrainAsync(string nodeId) => new(SignalCode.PeerGone); // there is no other node

    private TopicSummary Summarize(string topic)
    {
        if (!_rosters.TryGetValue(topic, out var roster))
            return new TopicSummary(topic, PeerCount: 0, [], Version: 0, LockOf(topic));

        lock (roster)
            return new TopicSummary(topic, roster.Count, [NodeId], roster.Version, LockOf(topic));
    }

    /// <summary>One whose time is over goes when it is looked at.</summary>
    private TopicLock? LockOf(string topic)
    {
        if (!_locks.TryGetValue(topic, out var held))
            return null;
        if (held.Until is not { } until || until > time.GetUtcNow())
            return held;
        _locks.TryRemove(new(topic, held));
        return null;
    }
}
