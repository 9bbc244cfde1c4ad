namespace RtcHub.Bench;

/// <summary>What peers cost who are there and say nothing: memory each, and a share of a core for all of them.</summary>
internal sealed class IdleScenario : IScenario
{
    public const string Work = "an idle peer";

    public string Name => "idle";

    public async Task<IReadOnlyList<Series>> RunAsync(RunningService service, Measuring measuring)
    {
        var before = service.ResidentMiB;
        var peers = await IdlePeers.JoinAsync(service, measuring.Peers);
        using var done = new CancellationTokenSource();
        var keeping = IdlePeers.KeepAliveAsync(peers, service.Service.PingInterval, done.Token);
        await Pause.For(measuring.WarmUp);
        var kilobytes = (service.ResidentMiB - before) * 1024 / peers.Length;

        var shares = new double[measuring.Runs];
        for (var run = 0; run < shares.Length; run++)
        {
            var meter = new Meter(service);
            await Pause.For(2 * measuring.Duration);
            shares[run] = 100 * meter.Read().Share;
        }

        await done.CancelAsync();
        await keeping;
        foreach (var peer in peers)
            peer.Dispose();
        return
        [
            new Series(Work, "kB", kilobytes),
            new Series($"{peers.Length:N0} idle peers", "% of a core", shares),
            new Series(Work, "µs a second", [.. shares.Select(percent => percent / 100 * 1_000_000 / peers.Length)]),
        ];
    }
}
