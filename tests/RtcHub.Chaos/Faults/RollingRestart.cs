using System.Globalization;
using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Faults;

/// <summary>SIGTERM to the nodes in turn, each started again before the next. Nobody may have a gap.</summary>
internal sealed class RollingRestart : IFault
{
    private static readonly TimeSpan ExitsWithin = TimeSpan.FromSeconds(20);

    public string Name => "rolling-restart";

    public TimeSpan Heals => TimeSpan.FromSeconds(4);

    public async Task<string> RunAsync(World world, Random random)
    {
        var slowest = TimeSpan.Zero;
        world.IsBusy = true;
        foreach (var node in world.Cluster.Nodes)
        {
            await Clock.Delay(TimeSpan.FromSeconds(1)); // some talk before it
            var fault = world.Journal.Begin(FaultKind.NodeDrained, node.Index, Clock.Now);
            await node.SignalAsync("TERM");
            var code = await node.ExitAsync(ExitsWithin);
            var took = Clock.Now - fault.From;
            slowest = took > slowest ? took : slowest;
            if (code != 0)
            {
                world.Journal.Report(new Broken(
                    "drain", Clock.Now, [], code is null ? $"node {node.Index} has not ended {took.TotalSeconds:0.0} s after SIGTERM" : $"node {node.Index} ended with {code}"));
                await node.SignalAsync("KILL");
                await node.ExitAsync(ExitsWithin);
            }

            node.Start();
            await node.UntilReadyAsync(TimeSpan.FromSeconds(15));
            fault.To = Clock.Now;
        }

        world.IsBusy = false;
        return string.Create(CultureInfo.InvariantCulture, $"exits in {slowest.TotalSeconds:0.0} s at most");
    }
}
