using System.Globalization;
using RtcHub.Chaos.Clients;
using RtcHub.Chaos.Faults;
using RtcHub.Chaos.Logs;
using RtcHub.Chaos.Processes;
using RtcHub.Chaos.Promises;

namespace RtcHub.Chaos;

/// <summary>A run: clients that talk and churn, one fault after the other, and after each a calm in which all logs are checked.</summary>
internal sealed class Campaign(Settings settings)
{
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(1);
    private const int Told = 5; // the first is what counts

    private readonly Random _random = new(settings.Seed);
    private readonly Limits _limits = new(settings.ResumeWindow);
    private readonly Figures _total = new();
    private int _phases;

    /// <summary>True when every promise was kept.</summary>
    public async Task<bool> RunAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(settings.Folder);
        using var cluster = new Cluster(settings);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => cluster.Dispose(); // also when it is interrupted
        try
        {
            await cluster.StartAsync();
        }
        catch (InvalidOperationException e)
        {
            Print($"RESULT BROKEN seed={settings.Seed} phases=0: {e.Message}");
            return false;
        }

        var world = new World(settings, cluster);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var checker = new Checker(_limits);
        var stalls = new Stalls(world);
        var topics = AddClients(world);
        Print($"seed {settings.Seed}: {settings.Peers} clients in {topics} topics, {settings.Nodes} nodes{(settings.ThroughHaproxy ? " behind HAProxy" : "")}, resume window {settings.ResumeWindow.TotalSeconds:0} s; logs in {settings.Folder}");

        var clients = world.Clients.Select(async client =>
        {
            await Clock.Delay(TimeSpan.FromMilliseconds(_random.Next(2_000)));
            await client.RunAsync(over.Token);
        }).Append(stalls.WatchAsync(over.Token)).ToArray();

        var kept = true;
        foreach (var fault in Plan().Prepend(null).Append(null).TakeWhile(_ => (kept || settings.KeepsGoing) && !cancellation.IsCancellationRequested))
            kept &= await PhaseAsync(world, checker, stalls, fault);
        await over.CancelAsync();
        await Task.WhenAll(clients);
        Print($"RESULT {(kept ? "kept" : "BROKEN")} seed={settings.Seed} phases={_phases} messages={_total.Messages} lost={_total.Lost} doubled={_total.Doubled} resumes_ok={_total.Ok} resumes_gap={_total.Gaps} resumes_gone={_total.Gone} back_max_s={_total.MaxBack:0.00} answer_max_s={_total.MaxAnswer:0.00} stale_close_max_s={checker.Connections.SlowestClose.TotalSeconds:0.00}");
        return kept;
    }

    /// <summary>Topics of two to five: a client is in one, one in five also in the next.</summary>
    private int AddClients(World world)
    {
        var topics = 0;
        for (var index = 0; index < settings.Peers; topics++)
        {
            for (var size = Math.Min(_random.Next(2, 5), settings.Peers - index); size > 0; size--, index++)
            {
                string[] own = size == 1 && _random.Next(2) == 0 ? [$"topic-{topics}", $"topic-{topics + 1}"] : [$"topic-{topics}"];
                world.Clients.Add(new Client(world, index, own, isSteady: index % 3 == 0, settings.Seed + (index * 7919)));
            }
        }

        return topics;
    }

    private IEnumerable<IFault?> Plan()
    {
        var faults = AllFaults.For(settings.Nodes);
        if (settings.Fault is { } name)
            return Enumerable.Repeat(AllFaults.Named(name, settings.Nodes), settings.Times);
        if (settings.Long is { } time)
            return Enumerable.Repeat(0, int.MaxValue).TakeWhile(_ => Clock.Now < time).Select(_ => faults[_random.Next(faults.Length)]);

        _random.Shuffle(faults);
        return faults;
    }

    /// <summary>One fault; without one it is the arrival of all clients, or at the end, when all that were lost are waited for.</summary>
    private async Task<bool> PhaseAsync(World world, Checker checker, Stalls stalls, IFault? fault)
    {
        var isLast = fault is null && _phases > 0;
        var name = fault?.Name ?? (isLast ? "farewell" : "arrival");
        var began = Clock.Now;
        world.Journal.BeginPhase($"{++_phases} {name}", began);
        world.IsCalm = false;
        stalls.Take();
        await Clock.Delay(fault is null ? Before * 2 : Before);

        var word = "";
        var calm = new Calm(world);
        if (fault is not null)
        {
            word = await fault.RunAsync(world, _random);
            var over = Clock.Now;
            await Clock.Delay(After);
            world.IsCalm = true;
            var healed = await calm.HealAsync(over, fault.Heals);
            word += string.Create(CultureInfo.InvariantCulture, $" whole within {healed.TotalSeconds:0.0} s");
            await Clock.Delay(over + _limits.RedisHeals - Clock.Now); // what waited for Redis has until then
        }

        world.IsCalm = true;
        await calm.SettleAsync(untilNoGhosts: isLast ? _limits.Ghost : TimeSpan.Zero);
        var (stall, pressure) = stalls.Take();
        var (round, broken) = checker.Check(world.Journal, Clock.Now, stall);
        _total.Add(round, checker);
        PrintPhase(name, round, checker, began, stall, pressure, word);
        PrintBroken(world.Journal, round, broken);
        return broken.Length == 0;
    }

    private void PrintPhase(string name, Round round, Checker checker, TimeSpan began, TimeSpan stall, double pressure, string word)
    {
        var figures = new Figures();
        figures.Add(round, checker);
        var (p99, max) = Figures.SignalingGap(round);
        Print($"{_phases,3} {name,-15} {(Clock.Now - began).TotalSeconds,5:0.0} s  {figures}  signaling gap p99 {p99:0.00} max {max:0.00} s{(stall > TimeSpan.FromSeconds(0.5) ? $"  (this program stood still for {stall.TotalSeconds:0.0} s)" : "")}{(pressure > 0.8 ? $"  (the machine is overloaded: {pressure:P0})" : "")}  {word}");
    }

    private void PrintBroken(Journal journal, Round round, Broken[] broken)
    {
        for (var i = 0; i < Math.Min(broken.Length, Told); i++)
        {
            var file = Path.Combine(settings.Folder, $"broken-{_phases}-{i + 1}.txt");
            Story.Write(file, journal, round, broken[i]);
            Print($"BROKEN {broken[i].Promise}, in phase {journal.PhaseAt(broken[i].At)}, at {broken[i].At.TotalSeconds:0.000} s: {broken[i].What} (seed {settings.Seed}; {file})");
        }

        if (broken.Length > Told)
            Print($"... and {broken.Length - Told} more: {string.Join(", ", broken.CountBy(one => one.Promise).Select(count => $"{count.Key} {count.Value}"))}");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
