using System.CommandLine;

namespace RtcHub.Bench;

/// <summary>A command that puts some scenarios to some services, one after the other, and says what was seen.</summary>
internal sealed class SuiteCommand : Command
{
    private readonly Option<string[]> _works = new("--work") { AllowMultipleArgumentsPerToken = true };
    private readonly Option<string[]> _services = new("--service") { AllowMultipleArgumentsPerToken = true };
    private readonly Option<Uri[]> _urls = new("--url") { Description = "An RtcHub that runs already instead: http://host:port of a node; several for several nodes.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int[]> _processes = new("--process") { Description = "The processes of --url, if they are on this machine: else nobody knows what they cost.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int> _runs = new("--runs") { Description = "Measured runs; the table has their median.", DefaultValueFactory = _ => 3 };
    private readonly Option<double> _warmUp = new("--warm-up") { Description = "Seconds of each work before it is measured: a compiler needs its time.", DefaultValueFactory = _ => 30 };
    private readonly Option<double> _seconds = new("--seconds") { Description = "Seconds a measured run.", DefaultValueFactory = _ => 5 };
    private readonly Option<int> _peers = new("--peers") { Description = "Peers that idle, or come back.", DefaultValueFactory = _ => 10_000 };
    private readonly Option<bool> _noAnswers = new("--no-answers") { Description = "Signals to SignalR hubs ask for no answer, as those to the other services." };
    private readonly Option<string> _output;

    /// <param name="name">What is typed.</param>
    /// <param name="description">What it finds out.</param>
    /// <param name="services">Who is measured.</param>
    /// <param name="scenarios">What they do.</param>
    /// <param name="ratios">What is said of the figures beside them.</param>
    public SuiteCommand(string name, string description, IReadOnlyList<Service> services, IReadOnlyList<IScenario> scenarios, params Ratio[] ratios)
        : base(name, description)
    {
        _output = new Option<string>("--output") { Description = "Where the figures go as JSON.", DefaultValueFactory = _ => $"artifacts/bench/{name}.json" };
        var (works, names) = (scenarios.Select(scenario => scenario.Name).Distinct().ToArray(), services.Select(service => service.Name).ToArray());
        _works.Description = $"{string.Join(", ", works)}. Default: all.";
        _works.AcceptOnlyFromAmong(works);
        _services.Description = $"{string.Join(", ", names)}. Default: all.";
        _services.AcceptOnlyFromAmong(names);
        foreach (var option in new Option[] { _works, _services, _urls, _processes, _runs, _warmUp, _seconds, _peers, _noAnswers, _output })
            Add(option);

        SetAction(async parsed =>
        {
            SignalRPeer.AsksForAnswers = !parsed.GetValue(_noAnswers);
            var chosenWorks = Chosen(parsed.GetValue(_works), works);
            var chosenServices = Chosen(parsed.GetValue(_services), names);
            var urls = parsed.GetValue(_urls) ?? [];
            var suite = new Suite(
                urls.Length > 0 ? [Service.RtcHub] : [.. services.Where(service => chosenServices.Contains(service.Name))],
                [.. scenarios.Where(scenario => chosenWorks.Contains(scenario.Name))],
                ratios,
                (service, scenario) => urls.Length > 0
                    ? RunningService.AtAsync(service, urls, parsed.GetValue(_processes) ?? [])
                    : RunningService.StartAsync(service, scenario.Nodes));
            var figures = await suite.RunAsync(new Measuring(
                parsed.GetValue(_runs), TimeSpan.FromSeconds(parsed.GetValue(_warmUp)), TimeSpan.FromSeconds(parsed.GetValue(_seconds)), parsed.GetValue(_peers)));
            Report.Of(name, figures).Save(parsed.GetValue(_output)!);
        });
    }

    private static string[] Chosen(string[]? some, string[] all) => some is { Length: > 0 } ? some : all;
}
