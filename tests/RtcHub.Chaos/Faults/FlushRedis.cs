using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Faults;

/// <summary>Somebody empties Redis while everyone is connected to it.</summary>
internal sealed class FlushRedis : IFault
{
    public string Name => "flush-redis";

    public TimeSpan Heals => TimeSpan.FromSeconds(3);

    public async Task<string> RunAsync(World world, Random random)
    {
        var fault = world.Journal.Begin(FaultKind.RedisEmptied, FaultRecord.NoNode, Clock.Now);
        await world.Cluster.Redis!.AskAsync("FLUSHALL");
        fault.To = Clock.Now;
        return "";
    }
}
