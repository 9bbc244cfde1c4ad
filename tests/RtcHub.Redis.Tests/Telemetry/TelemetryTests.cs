using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using RtcHub.Chaos.Processes;

namespace RtcHub.Tests.Telemetry;

/// <summary>What operators get of two real servers is what <c>docs/operations.md</c> says, and what is made of it names nothing else.</summary>
public sealed partial class TelemetryTests(TelemetryScenario scenario) : IClassFixture<TelemetryScenario>
{
    private static readonly (string Name, string Series, string[] Labels)[] Documented =
    [
        .. File.ReadLines(BuiltServer.RepositoryFile("docs/operations.md"))
            .Where(line => line.StartsWith("| `rtchub.", StringComparison.Ordinal))
            .Select(line => line.Split('|')[1..^1].Select(cell => Quoted().Matches(cell).Select(match => match.Groups[1].Value).ToArray()).ToArray())
            .Select(cells => (cells[0][0], cells[1][0], cells[2].Order().ToArray())),
    ];

    [Fact]
    public void Every_documented_metric_is_emitted_with_its_labels_and_no_other_is()
    {
        var emitted = scenario.Text.Metrics.Where(metric => metric.Key.StartsWith("rtchub_", StringComparison.Ordinal))
            .Select(metric => $"{metric.Key} {string.Join(' ', metric.Value)}");

        emitted.Should().BeEquivalentTo(Documented.Select(metric => $"{metric.Series} {string.Join(' ', metric.Labels)}"));
        Documented.Should().HaveCountGreaterThan(20);
    }

    [Fact]
    public void A_collector_gets_the_same_by_otlp() =>
        scenario.Collector.Metrics.Where(name => name.StartsWith("rtchub.", StringComparison.Ordinal))
            .Should().BeEquivalentTo(Documented.Select(metric => metric.Name));

    [Fact]
    public async Task Promtool_finds_no_fault_with_the_text()
    {
        using var promtool = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
        {
            RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        await promtool.StandardInput.WriteAsync(scenario.Text.Text);
        promtool.StandardInput.Close();
        var faults = await promtool.StandardError.ReadToEndAsync() + await promtool.StandardOutput.ReadToEndAsync();
        await promtool.WaitForExitAsync();

        // What .NET itself calls its metrics is not ours to change.
        faults.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(fault => !fault.StartsWith("dotnet_", StringComparison.Ordinal)).Should().BeEmpty();
        promtool.ExitCode.Should().BeOneOf(0, 3); // 3: such faults
    }

    [Fact]
    public void One_trace_goes_from_the_senders_call_over_the_backplane_to_the_receivers_write()
    {
        var spans = scenario.Collector.Spans;
        var receive = spans.Single(span => span.Name == "signal receive");
        var send = spans.Single(span => span.SpanId == receive.ParentId);
        var deliver = spans.Single(span => span.ParentId == receive.SpanId);

        (send.Name, send.ParentId, deliver.Name).Should().Be(("signal send", "", "signal deliver"));
        new[] { send.TraceId, receive.TraceId, deliver.TraceId }.Distinct().Should().ContainSingle();
        (send.Node == receive.Node, deliver.Node == receive.Node).Should().Be((false, true));
        send.Attributes.Should().Equal(new Dictionary<string, string>
        {
            ["rtchub.signal.kind"] = "offer", ["rtchub.signal.outcome"] = "ok", ["rtchub.signal.path"] = "remote",
        });
    }

    [Fact]
    public void A_signal_on_one_node_is_a_trace_without_a_backplane()
    {
        var spans = scenario.Collector.Spans;
        var send = spans.Single(span => span.Attributes.GetValueOrDefault("rtchub.signal.path") == "local");

        spans.Where(span => span.TraceId == send.TraceId).Select(span => span.Name).Should().BeEquivalentTo("signal send", "signal deliver");
    }

    [Fact]
    public void Nothing_of_a_client_is_in_it()
    {
        var all = scenario.Collector.Bodies.Select(Encoding.Latin1.GetString).Append(scenario.Text.Text);

        all.Should().OnlyContain(text => !Array.Exists(scenario.Secrets, text.Contains));
        scenario.Text.Text.Should().NotContain("127.0.0.1").And.NotContain("server_port");
    }

    [Theory]
    [InlineData("deploy/grafana/rtchub.json")]
    [InlineData("deploy/prometheus/alerts.yml")]
    public void Every_metric_that_is_looked_at_is_emitted(string file)
    {
        var named = Names().Matches(File.ReadAllText(BuiltServer.RepositoryFile(file))).Select(match => match.Value).Distinct().ToArray();

        named.Should().HaveCountGreaterThan(3);
        named.Select(name => PrometheusText.FamilyOf(name, scenario.Text.Text)).Should().BeSubsetOf(scenario.Text.Metrics.Keys);
    }

    [Fact]
    public void Operations_say_what_to_do_for_every_alert()
    {
        var alerts = Alerts().Matches(File.ReadAllText(BuiltServer.RepositoryFile("deploy/prometheus/alerts.yml"))).Select(match => match.Groups[1].Value);
        var advice = File.ReadLines(BuiltServer.RepositoryFile("docs/operations.md"))
            .Where(line => line.StartsWith("| `RtcHub", StringComparison.Ordinal))
            .Select(line => Quoted().Match(line).Groups[1].Value);

        advice.Should().BeEquivalentTo(alerts).And.HaveCountGreaterThan(3);
    }

    [GeneratedRegex("`([A-Za-z_.]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\b(rtchub|dotnet|kestrel|signalr)_[a-z0-9_]+")]
    private static partial Regex Names();

    [GeneratedRegex(@"alert: (\w+)")]
    private static partial Regex Alerts();
}
