namespace RtcHub.Chaos.Faults;

/// <summary>Every fault there is.</summary>
internal static class AllFaults
{
    private static readonly IFault[] OfOneNode = [new DropEveryone()];

    private static readonly IFault[] OfSeveral =
    [
        new KillNode(), new RollingRestart(), new StopNode(), new KillRedis(), new CutPubSub(), new FlushRedis(), new ForgetScripts(), new StopRedis(),
    ];

    public static IFault[] For(int nodes) => nodes > 1 ? [.. OfOneNode, .. OfSeveral] : OfOneNode;

    public static IFault Named(string name, int nodes) =>
        Array.Find(For(nodes), fault => fault.Name == name)
        ?? throw new ArgumentException($"There is no fault '{name}' with {nodes} nodes, but {string.Join(", ", For(nodes).Select(fault => fault.Name))}.");
}
