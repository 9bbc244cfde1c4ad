using System.Net;

namespace RtcHub.Bench;

/// <summary>Many peers, two in a topic, who are there and say no more than keeps their connections alive.</summary>
internal static class IdlePeers
{
    private const int PeersPerTopic = 2;
    private const int PeersPerAddress = 10_000; // one address has some 28,000 ports

    public static async Task<LoadPeer[]> JoinAsync(RunningService service, int count)
    {
        var peers = new LoadPeer[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Gather.AtOnce }, async (number, _) =>
        {
            peers[number] = service.NewPeer();
            peers[number].From = new IPAddress([127, 0, 0, (byte)(1 + number / PeersPerAddress)]);
            await peers[number].JoinAsync($"idle-{number / PeersPerTopic}");
        });
        return peers;
    }

    /// <summary>Each pings once in the interval of its service, all spread over it.</summary>
    public static async Task KeepAliveAsync(LoadPeer[] peers, TimeSpan interval, CancellationToken done)
    {
        const int PerTurn = 10;
        if (interval == Timeout.InfiniteTimeSpan)
            return;
        using var timer = new PeriodicTimer(interval * PerTurn / peers.Length);
        for (var next = 0; !done.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None);)
        {
            for (var i = 0; i < PerTurn; i++)
                peers[next++ % peers.Length].KeepAlive();
        }
    }
}
