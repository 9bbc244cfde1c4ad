using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Faults;

/// <summary>
/// A node stands still for longer than its lease and goes on, not knowing that its sessions are others' by now. Its
/// clients hear no answers, resume elsewhere, and keep an eye on their old connections.
/// </summary>
internal sealed class StopNode : IFault
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(9); // the lease is 6 s, noticed within 2 more
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Impatience = TimeSpan.FromSeconds(2);

    public string Name => "stop-node";

    public TimeSpan Heals => TimeSpan.FromSeconds(4);

    public async Task<string> RunAsync(World world, Random random)
    {
        var node = world.PickNode(random);
        var patience = world.Patience;
        world.Patience = Impatience;

        var fault = world.Journal.Begin(FaultKind.NodeStopped, node.Index, Clock.Now);
        await node.SignalAsync("STOP");
        await Clock.Delay(world.Settings is { Long: null, Fault: null } ? Short : Long);
        fault.To = Clock.Now;
        await node.SignalAsync("CONT");

        await Clock.Delay(TimeSpan.FromSeconds(2)); // what it may do wrong, it does now
        world.Patience = patience;
        return $"node {node.Index}";
    }
}
