using System.Diagnostics;

namespace RtcHub.Bench;

/// <summary>What a signal costs a service that has little to do: so many a second, the same mix.</summary>
internal sealed class SteadyScenario(int pairs, int signalsPerSecond, TimeSpan warmUp, TimeSpan measure) : IScenario
{
    public string Work => $"one signal at a steady {signalsPerSecond:N0} a second";

    public string Unit => "µs";

    public async Task<double[]> RunAsync(Service service, ServerProcess server, int runs)
    {
        var all = await PairUp.JoinAsync(service, server, "steady", pairs);
        await SendAsync(all, warmUp);

        var costs = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            var before = all.Sum(pair => pair.Signals);
            var meter = new Meter(server);
            await SendAsync(all, measure);
            costs[run] = meter.Read().Cpu.TotalMicroseconds / (all.Sum(pair => pair.Signals) - before);
        }

        await PairUp.LeaveAsync(all);
        return costs;
    }

    private async Task SendAsync(Pair[] pairs, TimeSpan duration)
    {
        var (startedAt, sent) = (Stopwatch.GetTimestamp(), 0);
        while (Stopwatch.GetElapsedTime(startedAt) is var elapsed && elapsed < duration)
        {
            for (; sent < elapsed.TotalSeconds * signalsPerSecond; sent++)
                pairs[sent % pairs.Length].SendOne((sent / pairs.Length % Pair.SignalsPerCall) switch { 0 => SignalKind.Offer, 1 => SignalKind.Answer, _ => SignalKind.Candidate });
            await Pause.For(TimeSpan.FromMilliseconds(1));
        }
    }
}
