using Spectre.Console;

namespace RtcHub.Bench;

/// <summary>Puts each scenario to each service that it suits, each time to a freshly started one.</summary>
internal sealed class Suite(
    IReadOnlyList<Service> services, IReadOnlyList<IScenario> scenarios, IReadOnlyList<Ratio> ratios, Func<Service, IScenario, Task<RunningService>> startAsync)
{
    private const int WidthOfFiles = 180;

    /// <summary>Shows how far it is, and a table at the end.</summary>
    public async Task<IReadOnlyList<Figure>> RunAsync(Measuring measuring)
    {
        Cores.PinLoad();
        if (!AnsiConsole.Profile.Out.IsTerminal)
            AnsiConsole.Profile.Width = WidthOfFiles;
        var figures = new List<Figure>();
        await AnsiConsole.Status().StartAsync("Starting", async status =>
        {
            foreach (var service in services)
            {
                foreach (var scenario in scenarios.Where(scenario => scenario.Suits(service)))
                {
                    status.Status($"{service.Name}: {scenario.Name}");
                    foreach (var series in await RunAsync(service, scenario, measuring))
                        figures.Add(Shown(new Figure(series.Work, series.Unit, service.Name, series.Median, series.Runs)));
                }
            }
        });
        figures.AddRange([.. ratios.SelectMany(ratio => ratio.Among(figures))]);
        FigureTable.Print(figures);
        return figures;
    }

    private async Task<IReadOnlyList<Series>> RunAsync(Service service, IScenario scenario, Measuring measuring)
    {
        await using var running = await startAsync(service, scenario);
        return await scenario.RunAsync(running, measuring);
    }

    private static Figure Shown(Figure figure)
    {
        AnsiConsole.WriteLine($"{figure.Service}: {figure.Work}: {FigureTable.Text(figure.Median)} {figure.Unit} ({string.Join("; ", figure.Runs.Select(FigureTable.Text))})");
        return figure;
    }
}
