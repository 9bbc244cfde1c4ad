using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Faults;

/// <summary>Redis closes every subscriber's connection: what is published in that moment reaches nobody.</summary>
internal sealed class CutPubSub : IFault
{
    public string Name => "cut-pubsub";

    public TimeSpan Heals => TimeSpan.FromSeconds(3);

    public async Task<string> RunAsync(World world, Random random)
    {
        var fault = world.Journal.Begin(FaultKind.RedisCut, FaultRecord.NoNode, Clock.Now);
        await world.Cluster.Redis!.AskAsync("CLIENT", "KILL", "TYPE", "pubsub");
        fault.To = Clock.Now;
        return "";
    }
}
