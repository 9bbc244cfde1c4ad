using System.Net;

namespace RtcHub.Bench;

/// <summary>What peers cost who are there and say nothing: memory each, and a share of a core for all of them.</summary>
internal sealed class IdleScenario(int peers, TimeSpan settle, TimeSpan measure)
{
    private const int PeersPerRoom = 2;
    private const int AtOnce = 16;
    private const int PeersPerAddress = 10_000; // one address has some 28,000 ports

    /// <summary>Kilobytes of resident memory a peer, and percent of a core for all of them.</summary>
    public async Task<(double KilobytesEach, double PercentOfCore)> RunAsync(Service service, ServerProcess server)
    {
        var before = server.ResidentMiB;
        var all = new LoadPeer[peers];
        await Parallel.ForAsync(0, peers, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (number, _) =>
        {
            all[number] = service.NewPeer(server.EndPoint);
            all[number].From = new IPAddress([127, 0, 0, (byte)(1 + number / PeersPerAddress)]);
            await all[number].JoinAsync($"room-{number / PeersPerRoom}");
        });

        using var done = new CancellationTokenSource();
        var keeping = service.PingInterval == Timeout.InfiniteTimeSpan ? Task.CompletedTask : KeepAliveAsync(all, service.PingInterval, done.Token);
        await Pause.For(settle);
        var kilobytes = (server.ResidentMiB - before) * 1024 / peers;

        var meter = new Meter(server);
        await Pause.For(measure);
        var percent = 100 * meter.Read().Share;
        await done.CancelAsync();
        await keeping;
        foreach (var peer in all)
            peer.Dispose();
        return (kilobytes, percent);
    }

    /// <summary>Each pings once in an interval, all spread over it.</summary>
    private static async Task KeepAliveAsync(LoadPeer[] peers, TimeSpan interval, CancellationToken done)
    {
        const int PerTurn = 10;
        using var timer = new PeriodicTimer(interval * PerTurn / peers.Length);
        for (var next = 0; !done.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None);)
        {
            for (var i = 0; i < PerTurn; i++)
                peers[next++ % peers.Length].KeepAlive();
        }
    }
}
