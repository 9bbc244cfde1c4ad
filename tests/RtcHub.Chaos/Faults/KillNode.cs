using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Faults;

/// <summary>kill -9 of a node; it is started again a few seconds later. Its sessions go on elsewhere, with a gap.</summary>
internal sealed class KillNode : IFault
{
    private static readonly TimeSpan Away = TimeSpan.FromSeconds(3);

    public string Name => "kill-node";

    public TimeSpan Heals => TimeSpan.FromSeconds(7); // 10 s after the kill its clients are back

    public async Task<string> RunAsync(World world, Random random)
    {
        var node = world.PickNode(random);
        var fault = world.Journal.Begin(FaultKind.NodeKilled, node.Index, Clock.Now);
        await node.SignalAsync("KILL");
        await Clock.Delay(Away);
        node.Start();
        await node.UntilReadyAsync(TimeSpan.FromSeconds(15));
        fault.To = Clock.Now;
        return $"node {node.Index}";
    }
}
