namespace RtcHub.Bench;

/// <summary>Brings peers together.</summary>
internal static class PairUp
{
    /// <summary>So many pairs, each in a topic of its own.</summary>
    public static Task<Pair[]> JoinAsync(Service service, ServerProcess server, string prefix, int pairs) =>
        Task.WhenAll(Enumerable.Range(0, pairs).Select(number => JoinAsync(service, server, $"{prefix}-{number}")));

    /// <summary>One pair.</summary>
    public static async Task<Pair> JoinAsync(Service service, ServerProcess server, string topic)
    {
        var (caller, callee) = (service.NewPeer(server.EndPoint), service.NewPeer(server.EndPoint));
        await caller.JoinAsync(topic);
        await callee.JoinAsync(topic);
        return new Pair(caller, callee);
    }

    public static Task LeaveAsync(IEnumerable<Pair> pairs) => Task.WhenAll(pairs.Select(pair => pair.LeaveAsync()));
}
