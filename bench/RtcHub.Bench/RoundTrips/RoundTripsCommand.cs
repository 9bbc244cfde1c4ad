using System.CommandLine;

namespace RtcHub.Bench;

/// <summary>How many signaling round trips pass from <c>join()</c> to an open data channel, in a real Chromium, beside PeerJS.</summary>
internal sealed class RoundTripsCommand : Command
{
    private readonly Option<int> _calls = new("--calls") { Description = "Measured calls of each; the table has their median.", DefaultValueFactory = _ => 25 };
    private readonly Option<double> _delay = new("--delay") { Description = "Milliseconds each way between the pages and the services.", DefaultValueFactory = _ => 100 };
    private readonly Option<string> _chromium = new("--chromium") { Description = "Where it is.", DefaultValueFactory = _ => "/usr/bin/chromium" };
    private readonly Option<string> _output = new("--output") { Description = "Where the figures go as JSON.", DefaultValueFactory = _ => "artifacts/bench/round-trips.json" };

    public RoundTripsCommand()
        : base("round-trips", "How many signaling round trips a newcomer's call takes.")
    {
        foreach (var option in new Option[] { _calls, _delay, _chromium, _output })
            Add(option);
        SetAction(async parsed =>
        {
            var oneWay = TimeSpan.FromMilliseconds(parsed.GetValue(_delay));
            await using var rtcHub = await ServerProcess.StartAsync(("RtcHub__AllowedOrigins__0", "*"));
            await using var peerJs = await ServerProcess.StartAsync(Service.PeerJs.Name, Service.PeerJs.Command, Service.PeerJs.Settings);
            var measured = await CallsInChromium.MeasureAsync(parsed.GetValue(_chromium)!, rtcHub, peerJs, oneWay, parsed.GetValue(_calls));
            var figures = measured.SelectMany(calls => Figures(calls.Key, [.. calls], 2 * oneWay.TotalMilliseconds)).ToArray();
            FigureTable.Print(figures);
            Report.Of("round-trips", figures).Save(parsed.GetValue(_output)!);
        });
    }

    private static IEnumerable<Figure> Figures(string service, double[] times, double roundTrip) =>
        from series in new[]
        {
            new Series("join() to an open data channel", "ms", times),
            new Series("join() to an open data channel", "round trips", [.. times.Select(time => time / roundTrip)]),
        }
        select new Figure(series.Work, series.Unit, service, series.Median, series.Runs);
}
