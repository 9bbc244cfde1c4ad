namespace RtcHub.Tests.Edge;

/// <summary>What a node counts of those that it keeps out, or cuts.</summary>
public sealed class EdgeMetricsTests
{
    [Fact]
    public async Task Refused_connections_count_by_the_reason()
    {
        await using var hub = await TestHub.StartAsync(options => options.MaxConnections = 1);
        using var measured = new Measured(hub.Services);
        await hub.ConnectAsync("tea");

        using var foreign = await RawRequest.UpgradeAsync(hub.Url, ["Host: localhost", "Origin: http://evil.example"]);
        using var further = await RawRequest.UpgradeAsync(hub.Url, ["Host: localhost"]);

        (foreign.Status, further.Status).Should().Be((403, 503));
        measured.Read("rtchub.connections.refused").Should().BeEquivalentTo(
            new Dictionary<string, double> { ["reason=origin"] = 1, ["reason=limit"] = 1, ["reason=draining"] = 0 });
        measured.Read("rtchub.connections").Values.Should().Equal(1);
    }

    [Fact]
    public async Task Readers_that_are_cut_count()
    {
        await using var hub = await TestHub.StartAsync(options => options.CallsPerSecond = 0);
        using var measured = new Measured(hub.Services);
        var stopped = await hub.ConnectReluctantReaderAsync("tea");
        var stoppedId = (await stopped.WelcomeAsync()).PeerId();
        var ada = await hub.ConnectAsync("tea");
        measured.Read("rtchub.slow_readers.cut").Values.Should().Equal(0);

        for (var code = "ok"; code == "ok";)
            code = await ada.CodeOfAsync("SendMessage", "tea", stoppedId, new string('x', 16_000));

        await Eventually.TrueAsync(TimeSpan.FromSeconds(10), () => measured.Read("rtchub.slow_readers.cut").Values.Single() == 1, "the reader is cut");
    }
}
