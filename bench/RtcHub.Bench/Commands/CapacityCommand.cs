using System.CommandLine;
using Spectre.Console;

namespace RtcHub.Bench;

/// <summary>Says how many servers so many peers need, from what was measured, and what it assumes.</summary>
internal sealed class CapacityCommand : Command
{
    private static readonly double[] Crowds = [10_000, 1_000_000, 100_000_000];

    private readonly Option<string> _compare = new("--compare") { Description = "The report of compare.", DefaultValueFactory = _ => "artifacts/bench/compare.json" };
    private readonly Option<string> _twoNode = new("--two-node") { Description = "The report of two-node.", DefaultValueFactory = _ => "artifacts/bench/two-node.json" };
    private readonly Option<double> _calls = new("--calls-per-hour") { Description = "Calls that a peer takes part in, an hour.", DefaultValueFactory = _ => 4 };
    private readonly Option<double> _cores = new("--cores") { Description = "Cores of a node.", DefaultValueFactory = _ => 4 };
    private readonly Option<double> _gigabytes = new("--gigabytes") { Description = "Memory of a node.", DefaultValueFactory = _ => 16 };
    private readonly Option<double> _fill = new("--fill") { Description = "How much of a core or a memory is used.", DefaultValueFactory = _ => 0.5 };
    private readonly Option<double> _remote = new("--remote") { Description = "Calls whose peers are on two nodes.", DefaultValueFactory = _ => 1 };

    public CapacityCommand()
        : base("capacity", "How many nodes and Redis servers so many peers need, by a model from what was measured.")
    {
        foreach (var option in new Option[] { _compare, _twoNode, _calls, _cores, _gigabytes, _fill, _remote })
            Add(option);
        SetAction(parsed => Print(
            new CapacityModel(MeasuredCosts.From(Report.Load(parsed.GetValue(_compare)!), Report.Load(parsed.GetValue(_twoNode)!)))
            {
                CallsPerPeerHour = parsed.GetValue(_calls),
                CoresPerNode = parsed.GetValue(_cores),
                GigabytesPerNode = parsed.GetValue(_gigabytes),
                Fill = parsed.GetValue(_fill),
                RemoteShare = parsed.GetValue(_remote),
            }));
    }

    private static void Print(CapacityModel model)
    {
        Console.WriteLine("Assumed:");
        foreach (var assumption in model.Assumptions)
            Console.WriteLine($"- {assumption}");

        AnsiConsole.Write(new Table().AddColumn("wholly used").AddColumn(new TableColumn("holds").RightAligned())
            .AddRow("a GB", $"{FigureTable.Text(model.PeersPerGigabyte)} peers")
            .AddRow("a core", $"{FigureTable.Text(model.IdlePeersPerCore)} idle peers")
            .AddRow("a core", $"{FigureTable.Text(model.CallsPerCore)} calls a second")
            .AddRow("a core, calls over two nodes", $"{FigureTable.Text(model.RemoteCallsPerCore)} calls a second")
            .AddRow("a Redis server", $"{FigureTable.Text(model.CallsPerRedis)} calls a second over two nodes"));

        var table = new Table();
        foreach (var column in new[] { "peers", "calls a second", "cores", "GB", "nodes", "Redis servers" })
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var fleet in Crowds.Select(model.For))
        {
            table.AddRow([.. new[] { fleet.Peers, fleet.CallsPerSecond, fleet.Cores, fleet.Gigabytes, fleet.Nodes, fleet.RedisServers }
                .Select(FigureTable.Text)]);
        }

        AnsiConsole.Write(table);
    }
}
