using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Faults;

/// <summary>Redis forgets the scripts that it was given; calls by their hash fail from then on.</summary>
internal sealed class ForgetScripts : IFault
{
    public string Name => "forget-scripts";

    public TimeSpan Heals => TimeSpan.FromSeconds(3);

    public async Task<string> RunAsync(World world, Random random)
    {
        var fault = world.Journal.Begin(FaultKind.ScriptsForgotten, FaultRecord.NoNode, Clock.Now);
        await world.Cluster.Redis!.AskAsync("SCRIPT", "FLUSH");
        fault.To = Clock.Now;
        return "";
    }
}
