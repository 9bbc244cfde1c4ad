using System.Diagnostics;

namespace RtcHub.Bench;

/// <summary>What a join costs: a peer connects and subscribes, and those present are told, in rooms of some peers.</summary>
internal sealed class JoinScenario(int peersPerRoom, int rooms, TimeSpan warmUp) : IScenario
{
    private const int AtOnce = 16;

    public string Work => $"a join, rooms of {peersPerRoom}";

    public string Unit => "ms";

    public async Task<double[]> RunAsync(Service service, ServerProcess server, int runs)
    {
        for (var startedAt = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(startedAt) < warmUp;)
            await FillAsync(service, server);

        var costs = new double[runs];
        for (var run = 0; run < runs; run++)
            costs[run] = (await FillAsync(service, server)).TotalMilliseconds / (rooms * peersPerRoom);
        return costs;
    }

    /// <summary>Fills all rooms, and empties them again. Returns what filling them took of the service.</summary>
    private async Task<TimeSpan> FillAsync(Service service, ServerProcess server)
    {
        var meter = new Meter(server);
        var filled = new List<LoadPeer>[rooms];
        await Parallel.ForAsync(0, rooms, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (room, _) =>
            filled[room] = await FillAsync(service, server, $"room-{room}"));
        var spent = meter.Read().Cpu;
        await Parallel.ForEachAsync(filled.SelectMany(room => room), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (peer, _) =>
            await peer.LeaveAsync());
        return spent;
    }

    private async Task<List<LoadPeer>> FillAsync(Service service, ServerProcess server, string topic)
    {
        var present = new List<LoadPeer>();
        while (present.Count < peersPerRoom)
        {
            var newcomer = service.NewPeer(server.EndPoint);
            var told = new CountdownEvent(newcomer.IsNotified ? present.Count : 0);
            foreach (var peer in present)
                peer.Notified = () => told.Signal();
            await newcomer.JoinAsync(topic);
            present.Add(newcomer);
        }

        return present;
    }
}
