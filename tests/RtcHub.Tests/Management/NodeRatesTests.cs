using System.Text.Json;
using Microsoft.AspNetCore.Builder;

namespace RtcHub.Tests.Management;

/// <summary>What an operator sees of the last minute at a node.</summary>
public sealed class NodeRatesTests
{
    [Fact]
    public async Task A_node_says_what_went_on_in_the_last_minute_and_forgets_it_then()
    {
        await using var hub = await TestHub.StartAsync(
            options => (options.HandshakeReports, options.ClientTimeout) = (true, TimeSpan.FromMinutes(10)), app => app.MapRtcHubManagement());
        using var client = new ManagementClient(new UriBuilder(hub.NodeUrl) { Scheme = "http" }.Uri);
        await using var ada = await TestPeer.ConnectAsync(hub.NodeUrl);
        await using var bob = await TestPeer.ConnectAsync(hub.NodeUrl);
        await ada.SubscribeAsync("tea");
        await bob.SubscribeAsync("tea");
        for (var i = 0; i < 20; i++)
            (await ada.CodeOfAsync("SendCandidate", "tea", bob.PeerId, null)).Should().Be("ok");
        for (var i = 0; i < 5; i++)
            (await ada.CodeOfAsync("SendCandidate", "coffee", bob.PeerId, null)).Should().Be("not_subscribed");
        for (var ms = 1; ms <= 100; ms++)
            await ReportAsync(new { outcome = "connected", endedMs = ms });
        await ReportAsync(new { outcome = "failed", endedMs = 15_000 });

        hub.Time.Advance(TimeSpan.FromSeconds(10));
        var rates = await RatesAsync();
        Figures(rates).Should().Be((2, 0.2, 0.5));
        Handshakes(rates).Should().Be((100, 1, 50, 95));

        for (var i = 0; i < 14; i++) // each is a step of the counts
        {
            var next = hub.Time.WhenTimerAsync(TimeSpan.FromSeconds(5));
            hub.Time.Advance(TimeSpan.FromSeconds(5));
            await next.WaitAsync(TimeSpan.FromSeconds(10));
        }

        rates = await RatesAsync();
        Figures(rates).Should().Be((0, 0, 0));
        Handshakes(rates).Should().Be((0, 0, null, null));

        async Task ReportAsync(object report) => (await ada.CodeOfAsync("ReportHandshake", report)).Should().Be("ok");

        async Task<JsonElement> RatesAsync()
        {
            var answer = await client.GetAsync("nodes");
            return answer.GetProperty("nodes").EnumerateArray()
                .Single(node => node.GetProperty("nodeId").GetString() == answer.GetProperty("self").GetString())
                .GetProperty("rates");
        }
    }

    private static (double Signals, double Joins, double Refusals) Figures(JsonElement rates) => (
        rates.GetProperty("signalsPerSecond").GetDouble(), rates.GetProperty("joinsPerSecond").GetDouble(), rates.GetProperty("refusalsPerSecond").GetDouble());

    private static (int Connected, int Failed, int? Median, int? P95) Handshakes(JsonElement rates)
    {
        var handshakes = rates.GetProperty("handshakes");
        return (handshakes.GetProperty("connected").GetInt32(), handshakes.GetProperty("failed").GetInt32(), Ms("medianMs"), Ms("p95Ms"));

        int? Ms(string name) => handshakes.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt32() : null;
    }
}
