using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Faults;

/// <summary>kill -9 of Redis; it comes back with nothing in it. No client loses its connection.</summary>
internal sealed class KillRedis : IFault
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(5);

    public string Name => "kill-redis";

    public TimeSpan Heals => TimeSpan.FromSeconds(3);

    public async Task<string> RunAsync(World world, Random random)
    {
        var redis = world.Cluster.Redis!;
        var fault = world.Journal.Begin(FaultKind.RedisAway, FaultRecord.NoNode, Clock.Now);
        await redis.KillAsync();
        await Clock.Delay(Away);
        await redis.StartAsync();
        fault.To = Clock.Now;
        return "";
    }
}
