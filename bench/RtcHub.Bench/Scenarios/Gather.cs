namespace RtcHub.Bench;

/// <summary>Brings peers together.</summary>
internal static class Gather
{
    public const int AtOnce = 16;

    /// <summary>So many pairs, each in a topic of its own.</summary>
    public static async Task<Pair[]> PairsAsync(RunningService service, string prefix, int count, bool onOneNode = false)
    {
        var pairs = new Pair[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
            pairs[number] = await PairAsync(service, $"{prefix}-{number}", onOneNode));
        return pairs;
    }

    /// <summary>One pair, whose callee is on another node than the caller if there are several.</summary>
    public static async Task<Pair> PairAsync(RunningService service, string topic, bool onOneNode = false)
    {
        var (caller, callee) = (service.NewPeer(), onOneNode ? service.NewPeer() : service.NewFarPeer());
        await caller.JoinAsync(topic);
        await JoinAsync(callee, topic, service.Service.HasTopics ? [caller] : []);
        return new Pair(caller, callee);
    }

    /// <summary>The peers of one topic, who come one after the other.</summary>
    public static async Task<LoadPeer[]> TopicAsync(RunningService service, string topic, int count)
    {
        var present = new List<LoadPeer>();
        while (present.Count < count)
        {
            var newcomer = service.NewPeer();
            await JoinAsync(newcomer, topic, service.Service.HasTopics ? present : []);
            present.Add(newcomer);
        }

        return [.. present];
    }

    /// <summary>One peer, until all who are there have heard of it.</summary>
    public static async Task JoinAsync(LoadPeer newcomer, string topic, IReadOnlyCollection<LoadPeer> present)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = present.Count;
        foreach (var peer in present)
        {
            peer.Notified = () =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                    told.SetResult();
            };
        }

        await newcomer.JoinAsync(topic);
        if (present.Count > 0)
            await told.Task.OrGiveUpAsync(() => $"{left} peers to hear of another");
    }

    public static Task LeaveAsync(IEnumerable<Pair> pairs) => LeaveAsync(pairs.SelectMany(pair => new[] { pair.Caller, pair.Callee }));

    public static Task LeaveAsync(IEnumerable<LoadPeer> peers) =>
        Parallel.ForEachAsync(peers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (peer, _) => await peer.LeaveAsync());
}
