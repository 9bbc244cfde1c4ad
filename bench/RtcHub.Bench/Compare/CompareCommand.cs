using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace RtcHub.Bench;

/// <summary>RtcHub beside what people would pick instead: the same work, the same load, one run.</summary>
internal static class CompareCommand
{
    private const int ServerCore = 0;
    private const nint LoadCores = 0b10;

    public static Command Create()
    {
        var works = new Option<string[]>("--work") { Description = "relay, steady, call, join, idle. Default: all.", AllowMultipleArgumentsPerToken = true };
        var services = new Option<string[]>("--service") { Description = "Names as the table has them. Default: all.", AllowMultipleArgumentsPerToken = true };
        var runs = new Option<int>("--runs") { Description = "Measured runs; the table has their median.", DefaultValueFactory = _ => 3 };
        var warmUp = new Option<int>("--warm-up") { Description = "Seconds of each work before it is measured: a compiler needs its time.", DefaultValueFactory = _ => 30 };
        var seconds = new Option<int>("--seconds") { Description = "Seconds a measured run.", DefaultValueFactory = _ => 5 };
        var peers = new Option<int>("--idle-peers") { Description = "Peers that idle.", DefaultValueFactory = _ => 10_000 };
        var noAnswers = new Option<bool>("--no-answers") { Description = "Signals to SignalR hubs ask for no answer, as those to the other services." };
        var output = new Option<string>("--output") { Description = "Where the figures go as JSON.", DefaultValueFactory = _ => "artifacts/bench/compare.json" };
        var command = new Command("compare", "RtcHub beside what people would pick instead.") { works, services, runs, warmUp, seconds, peers, noAnswers, output };
        command.SetAction(async parsed =>
        {
            if (OperatingSystem.IsLinux() && Environment.ProcessorCount > 1)
                Process.GetCurrentProcess().ProcessorAffinity = LoadCores;

            SignalRPeer.AsksForAnswers = !parsed.GetValue(noAnswers);

            var (warm, measured) = (TimeSpan.FromSeconds(parsed.GetValue(warmUp)), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
            var scenarios = new Dictionary<string, IScenario>
            {
                ["relay"] = new RelayScenario(pairs: 100, warm, measured),
                ["steady"] = new SteadyScenario(pairs: 100, signalsPerSecond: 2_000, warm / 3, measured),
                ["call"] = new CallScenario(atOnce: 16, warm, measured),
                ["join"] = new JoinScenario(peersPerRoom: 4, rooms: 250, warm / 3),
            };
            var chosen = parsed.GetValue(works) is { Length: > 0 } some ? some : [.. scenarios.Keys, "idle"];
            var contestants = Service.All.Where(service => parsed.GetValue(services) is not { Length: > 0 } names || names.Contains(service.Name)).ToArray();

            var figures = new List<Figure>();
            foreach (var service in contestants)
            {
                foreach (var scenario in scenarios.Where(scenario => chosen.Contains(scenario.Key)).Select(scenario => scenario.Value))
                {
                    await using var server = await ServerProcess.StartAsync(service, ServerCore);
                    Add(new Figure(scenario.Work, scenario.Unit, service.Name, 0, await scenario.RunAsync(service, server, parsed.GetValue(runs))));
                }

                if (chosen.Contains("idle"))
                {
                    await using var server = await ServerProcess.StartAsync(service, ServerCore);
                    var count = parsed.GetValue(peers);
                    var (kilobytes, percent) = await new IdleScenario(count, settle: warm, measure: 6 * measured).RunAsync(service, server);
                    Add(new Figure($"an idle peer of {count:N0}", "kB", service.Name, 0, [kilobytes]));
                    Add(new Figure($"{count:N0} idle peers", "% of a core", service.Name, 0, [percent]));
                }
            }

            Print(figures, contestants);
            Report.Of(figures).Save(parsed.GetValue(output)!);

            void Add(Figure figure)
            {
                figure = figure with { Median = figure.Runs.Order().ElementAt(figure.Runs.Length / 2) };
                figures.Add(figure);
                AnsiConsole.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Service}: {figure.Work}: {figure.Median:G4} {figure.Unit} ({string.Join(", ", figure.Runs.Select(run => run.ToString("G4", CultureInfo.InvariantCulture)))})"));
            }
        });
        return command;
    }

    private static void Print(IReadOnlyList<Figure> figures, IReadOnlyList<Service> services)
    {
        var table = new Table().AddColumn("work");
        foreach (var service in services)
            table.AddColumn(new TableColumn(service.Name).RightAligned());
        foreach (var line in figures.GroupBy(figure => (figure.Work, figure.Unit)))
        {
            table.AddRow([$"{line.Key.Work}, {line.Key.Unit}", .. services.Select(service =>
                line.FirstOrDefault(figure => figure.Service == service.Name)?.Median.ToString("G3", CultureInfo.InvariantCulture) ?? "–")]);
        }

        AnsiConsole.Write(table);
    }
}
