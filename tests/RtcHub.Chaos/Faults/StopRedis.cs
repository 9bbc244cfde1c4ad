using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Faults;

/// <summary>Redis takes what is sent to it and says nothing, for a while.</summary>
internal sealed class StopRedis : IFault
{
    private static readonly TimeSpan Still = TimeSpan.FromSeconds(3);

    public string Name => "stop-redis";

    public TimeSpan Heals => TimeSpan.FromSeconds(3);

    public async Task<string> RunAsync(World world, Random random)
    {
        var redis = world.Cluster.Redis!;
        var fault = world.Journal.Begin(FaultKind.RedisAway, FaultRecord.NoNode, Clock.Now);
        await redis.SignalAsync("STOP");
        await Clock.Delay(Still);
        await redis.SignalAsync("CONT");
        fault.To = Clock.Now;
        return "";
    }
}
