namespace RtcHub.Tests.Diagnostics;

/// <summary>Reports of handshakes: who may make one, and what it may say.</summary>
public sealed class HandshakeReportTests
{
    public static TheoryData<string> Bad { get; } =
    [
        "null", "[]", "1", "\"a report\"", "{}", """{"outcome":"connected"}""", """{"endedMs":1}""", """{"outcome":"maybe","endedMs":1}""",
        """{"outcome":0,"endedMs":1}""", """{"outcome":"connected","endedMs":-1}""", """{"outcome":"connected","endedMs":600001}""",
        """{"outcome":"connected","endedMs":1.5}""", """{"outcome":"connected","endedMs":"1"}""", """{"outcome":"connected","endedMs":1e99}""",
        """{"outcome":"connected","endedMs":1,"offeredMs":-1}""", """{"outcome":"connected","endedMs":1,"answeredMs":600001}""",
        """{"outcome":"connected","endedMs":1,"relayed":"yes"}""", $$"""{"outcome":"connected","endedMs":1,"more":"{{new string('x', 512)}}"}""",
    ];

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task What_is_no_report_is_refused_and_not_counted(string report)
    {
        await using var hub = await TestHub.StartAsync(options => options.HandshakeReports = true);
        using var measured = new Measured(hub.Services);
        var peer = await hub.ConnectAsync("tea");

        (await peer.CodeOfAsync("ReportHandshake", JsonElements.Json(report))).Should().Be("invalid_payload");

        measured.Read("rtchub.handshakes").Values.Should().OnlyContain(count => count == 0);
    }

    [Fact]
    public async Task A_report_counts_by_its_outcome_and_its_path_and_may_say_more_than_the_service_knows()
    {
        await using var hub = await TestHub.StartAsync(options => options.HandshakeReports = true);
        await using var peer = await TestPeer.ConnectAsync(new UriBuilder(hub.NodeUrl) { Query = "topic=tea" }.Uri);
        using var measured = new Measured(hub.Services);

        foreach (var report in new[]
        {
            """{"outcome":"connected","endedMs":0}""",
            """{"outcome":"connected","endedMs":600000,"relayed":true,"offeredMs":1,"answeredMs":2}""",
            """{"outcome":"connected","endedMs":3,"relayed":false,"new":[1]}""",
            """{"outcome":"failed","endedMs":15000}""",
        })
        {
            (await peer.CodeOfAsync("ReportHandshake", JsonElements.Json(report))).Should().Be("ok");
        }

        measured.Read("rtchub.handshakes").Should().BeEquivalentTo(new Dictionary<string, double>
        {
            ["outcome=connected route=unknown"] = 1,
            ["outcome=connected route=relayed"] = 1,
            ["outcome=connected route=direct"] = 1,
            ["outcome=failed route=unknown"] = 1,
        });
        measured.Recorded("rtchub.handshake.duration", "stage=connected").Should().Equal(0, 600, 0.003);
        measured.Recorded("rtchub.handshake.duration", "stage=offered").Should().Equal(0.001);
        measured.Recorded("rtchub.handshake.duration", "stage=answered").Should().Equal(0.002);
        measured.Recorded("rtchub.handshake.duration", "stage=failed").Should().Equal(15);
    }

    [Fact]
    public async Task A_service_that_does_not_ask_takes_none_and_says_so_in_its_welcome()
    {
        await using var hub = await TestHub.StartAsync();
        var peer = await hub.ConnectAsync("tea");

        peer.Welcome.TryGetProperty("handshakeReports", out _).Should().BeFalse();
        (await peer.CodeOfAsync("ReportHandshake", new { outcome = "connected", endedMs = 1 })).Should().Be("forbidden");
    }

    [Fact]
    public async Task A_service_that_asks_says_so_in_its_welcome_and_takes_no_more_of_them_than_of_other_calls()
    {
        await using var hub = await TestHub.StartAsync(
            options => (options.HandshakeReports, options.CallBurst, options.CallsPerSecond) = (true, 2, 1));
        var peer = await hub.ConnectAsync("tea");

        peer.Welcome.GetProperty("handshakeReports").GetBoolean().Should().BeTrue();
        var codes = new List<string>();
        for (var i = 0; i < 3; i++)
            codes.Add(await peer.CodeOfAsync("ReportHandshake", new { outcome = "connected", endedMs = 1 }));
        codes.Should().EndWith("rate_limited");
    }
}
