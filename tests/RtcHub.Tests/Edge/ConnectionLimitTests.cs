using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Options;
using RtcHub.Admission;

namespace RtcHub.Tests.Edge;

/// <summary>How many connections a node takes. Requests say in a header where they come from.</summary>
public class ConnectionLimitTests
{
    private static Task<TestHub> StartAsync(Action<RtcHubOptions> configure) => TestHub.StartAsync(configure, app => app.Use((context, next) =>
    {
        if (IPAddress.TryParse(context.Request.Headers["From"], out var address))
            context.Connection.RemoteIpAddress = address;
        return next(context);
    }));

    private static Task<RawRequest> ConnectAsync(TestHub hub, string from, params string[] headers) =>
        RawRequest.UpgradeAsync(hub.Url, ["Host: localhost", $"From: {from}", .. headers]);

    [Fact]
    public async Task A_node_that_is_full_says_so_until_somebody_leaves()
    {
        await using var hub = await StartAsync(options => options.MaxConnections = 2);
        using var first = await ConnectAsync(hub, "192.0.2.1");
        using var second = await ConnectAsync(hub, "127.0.0.1");

        using var third = await ConnectAsync(hub, "192.0.2.3");
        (third.Status, third.Header("Retry-After")).Should().Be((503, null), "a load balancer tries the next node at once");

        second.Dispose();
        await WhenLetInAsync(hub, "192.0.2.3");
    }

    [Fact]
    public async Task An_address_that_has_its_connections_gets_no_more_until_one_ends()
    {
        await using var hub = await StartAsync(options => options.MaxConnectionsPerAddress = 2);
        using var first = await ConnectAsync(hub, "2001:db8:1:2::1");
        using var second = await ConnectAsync(hub, "2001:db8:1:2:ffff::1");

        using var third = await ConnectAsync(hub, "2001:db8:1:2::3");
        (third.Status, third.Header("Retry-After")).Should().Be((429, "10"));
        using var neighbour = await ConnectAsync(hub, "2001:db8:1:3::1");
        neighbour.Status.Should().Be(101);

        first.Dispose();
        await WhenLetInAsync(hub, "2001:db8:1:2::3");
    }

    [Fact]
    public async Task An_address_that_connects_too_often_is_told_when_to_come_again()
    {
        await using var hub = await StartAsync(options => (options.ConnectionBurstPerAddress, options.ConnectionsPerSecondPerAddress) = (2, 1));
        for (var i = 0; i < 2; i++)
            (await StatusAsync(hub, "192.0.2.1")).Should().Be(101);

        using var third = await ConnectAsync(hub, "192.0.2.1");
        (third.Status, third.Header("Retry-After")).Should().Be((429, "1"));
        (await StatusAsync(hub, "192.0.2.2")).Should().Be(101);

        hub.Time.Advance(TimeSpan.FromSeconds(1));
        (await StatusAsync(hub, "192.0.2.1")).Should().Be(101);
    }

    [Fact]
    public async Task All_together_may_connect_so_often_and_what_one_address_is_refused_takes_nothing_from_the_others()
    {
        await using var hub = await StartAsync(options =>
        {
            (options.ConnectionBurst, options.ConnectionsPerSecond) = (3, 1);
            (options.ConnectionBurstPerAddress, options.ConnectionsPerSecondPerAddress) = (1, 1);
        });
        int[] greedy = [await StatusAsync(hub, "192.0.2.1"), await StatusAsync(hub, "192.0.2.1"), await StatusAsync(hub, "192.0.2.1")];
        greedy.Should().Equal(101, 429, 429);

        int[] others = [await StatusAsync(hub, "192.0.2.2"), await StatusAsync(hub, "192.0.2.3"), await StatusAsync(hub, "192.0.2.4")];
        others.Should().Equal(101, 101, 429);
    }

    [Fact]
    public async Task Loopback_counts_in_all_only()
    {
        await using var hub = await StartAsync(options =>
            (options.MaxConnections, options.MaxConnectionsPerAddress, options.ConnectionBurstPerAddress) = (3, 1, 1));
        using var first = await ConnectAsync(hub, "127.0.0.1");
        using var second = await ConnectAsync(hub, "::1");
        using var third = await ConnectAsync(hub, "::ffff:127.0.0.1");

        int[] statuses = [first.Status, second.Status, third.Status, await StatusAsync(hub, "127.0.0.1")];
        statuses.Should().Equal(101, 101, 101, 503);
    }

    [Fact]
    public async Task A_page_that_may_not_connect_takes_nothing()
    {
        await using var hub = await StartAsync(options => (options.ConnectionBurst, options.ConnectionsPerSecond) = (1, 1));

        using var evil = await ConnectAsync(hub, "192.0.2.1", "Origin: http://evil.example");
        evil.Status.Should().Be(403);

        (await StatusAsync(hub, "192.0.2.1")).Should().Be(101);
    }

    [Fact]
    public async Task A_negotiation_begins_a_connection_and_what_goes_on_with_it_does_not()
    {
        await using var hub = await StartAsync(options =>
            (options.AllowHttpTransports, options.ConnectionBurst, options.ConnectionsPerSecond) = (true, 2, 1));
        Task<RawRequest> PostAsync(string target) =>
            RawRequest.SendAsync(hub.Url, $"POST {target} HTTP/1.1", "Host: localhost", "Content-Length: 0");

        using var negotiated = await PostAsync("/rtc/negotiate?negotiateVersion=1");
        using var sent = await PostAsync("/rtc?id=unknown");
        using var again = await PostAsync("/rtc/negotiate?negotiateVersion=1");
        using var withEmptyId = await PostAsync("/rtc?id=");

        int[] statuses = [negotiated.Status, sent.Status, again.Status, withEmptyId.Status];
        statuses.Should().Equal(200, 404, 200, 429);
    }

    [Fact]
    public async Task Zero_is_no_limit()
    {
        await using var hub = await StartAsync(options =>
        {
            options.MaxConnections = options.MaxConnectionsPerAddress = 0;
            options.ConnectionsPerSecond = options.ConnectionsPerSecondPerAddress = 0;
        });

        for (var i = 0; i < 20; i++)
            (await StatusAsync(hub, "192.0.2.1")).Should().Be(101);
    }

    [Fact]
    public void Addresses_that_are_idle_are_forgotten()
    {
        var time = new ManualTime();
        var limits = new ConnectionLimits(Options.Create(new RtcHubOptions { ConnectionsPerSecond = 0 }), time);
        for (uint i = 0; i < 100_000; i++)
        {
            var address = ClientAddress.Of(new IPAddress(0x0A000000 + i));
            limits.TryEnter(address, begins: true).Should().BeNull();
            limits.Leave(address);
            if (i % 500 == 0)
                time.Advance(TimeSpan.FromMilliseconds(20)); // one connection of fifty a second is no more held against it
        }

        limits.Addresses.Should().BeLessThan(3_000);
    }

    [Fact]
    public void Addresses_that_are_connected_or_were_too_quick_are_not()
    {
        var time = new ManualTime();
        var limits = new ConnectionLimits(
            Options.Create(new RtcHubOptions { ConnectionBurstPerAddress = 1, ConnectionsPerSecondPerAddress = 1, MaxConnectionsPerAddress = 1 }), time);
        var (connected, quick) = (ClientAddress.Of(IPAddress.Parse("192.0.2.1")), ClientAddress.Of(IPAddress.Parse("192.0.2.2")));
        limits.TryEnter(connected, begins: true);
        time.Advance(TimeSpan.FromMinutes(1));
        limits.TryEnter(quick, begins: true);
        limits.Leave(quick);

        for (uint i = 0; i < 5_000; i++)
            limits.TryEnter(ClientAddress.Of(new IPAddress(0x0A000000 + i)), begins: true);

        limits.TryEnter(connected, begins: true)!.Value.RetryAfter.Should().Be(TimeSpan.FromSeconds(10));
        limits.TryEnter(quick, begins: true)!.Value.RetryAfter.Should().Be(TimeSpan.FromSeconds(1));
    }

    private static async Task<int> StatusAsync(TestHub hub, string from)
    {
        using var request = await ConnectAsync(hub, from);
        return request.Status;
    }

    /// <summary>A connection counts until the server has noticed its end.</summary>
    private static async Task WhenLetInAsync(TestHub hub, string from)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (await StatusAsync(hub, from) != 101)
            timeout.Token.ThrowIfCancellationRequested();
    }
}
