using Microsoft.Extensions.Options;

namespace RtcHub.Server.Tests;

/// <summary>Whose word is taken for where a request comes from.</summary>
public class TrustedProxiesTests
{
    private static readonly (string, string)[] OneConnectionAnAddress =
        [("RtcHub:MaxConnectionsPerAddress", "1")];

    [Fact]
    public async Task By_default_nobodys()
    {
        await using var server = TestServer.Start(OneConnectionAnAddress);
        using var first = await UpgradeAsync(server, "X-Forwarded-For: 192.0.2.1");
        using var second = await UpgradeAsync(server, "X-Forwarded-For: 192.0.2.1");
        using var page = await UpgradeAsync(server, "X-Forwarded-Proto: https", "Origin: https://calls.example");

        (first.Status, second.Status, page.Status).Should().Be((101, 101, 403), "they count as from loopback, over http");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.0/8")]
    public async Task That_of_a_proxy_that_is_named(string proxy)
    {
        await using var server = TestServer.Start([.. OneConnectionAnAddress, ("RtcHub:TrustedProxies:0", proxy)]);
        using var first = await UpgradeAsync(server, "X-Forwarded-For: 192.0.2.1");
        using var again = await UpgradeAsync(server, "X-Forwarded-For: 192.0.2.1");
        using var other = await UpgradeAsync(server, "X-Forwarded-For: 192.0.2.2");
        using var page = await UpgradeAsync(server, "X-Forwarded-Proto: https", "Origin: https://calls.example");

        (first.Status, again.Status, other.Status, page.Status).Should().Be((101, 429, 101, 101));
    }

    [Fact]
    public async Task Not_that_of_another()
    {
        await using var server = TestServer.Start([.. OneConnectionAnAddress, ("RtcHub:TrustedProxies:0", "192.0.2.0/24")]);
        using var first = await UpgradeAsync(server, "X-Forwarded-For: 203.0.113.1");
        using var again = await UpgradeAsync(server, "X-Forwarded-For: 203.0.113.1");

        (first.Status, again.Status).Should().Be((101, 101));
    }

    [Fact]
    public async Task What_a_client_says_before_its_proxy_adds_to_it_is_not_believed()
    {
        await using var server = TestServer.Start([.. OneConnectionAnAddress, ("RtcHub:TrustedProxies:0", "127.0.0.1")]);
        using var first = await UpgradeAsync(server, "X-Forwarded-For: 203.0.113.1, 192.0.2.1");
        using var sameList = await UpgradeAsync(server, "X-Forwarded-For: 203.0.113.2, 192.0.2.1");
        using var sameLines = await UpgradeAsync(server, "X-Forwarded-For: 203.0.113.3", "X-Forwarded-For: 192.0.2.1");

        (first.Status, sameList.Status, sameLines.Status).Should().Be((101, 429, 429));
    }

    [Fact]
    public async Task Several_proxies_in_a_row_are_followed_back_to_the_first_that_is_not_named()
    {
        await using var server = TestServer.Start(
            [.. OneConnectionAnAddress, ("RtcHub:TrustedProxies:0", "127.0.0.1"), ("RtcHub:TrustedProxies:1", "10.1.0.0/16")]);
        using var first = await UpgradeAsync(server, "X-Forwarded-For: 192.0.2.1, 10.1.2.3, 10.1.2.4");
        using var again = await UpgradeAsync(server, "X-Forwarded-For: 203.0.113.1, 192.0.2.1, 10.1.2.5");

        (first.Status, again.Status).Should().Be((101, 429));
    }

    [Fact]
    public void Wrong_ones_are_all_named_and_the_server_does_not_start()
    {
        var start = () => TestServer.Start(
            ("RtcHub:TrustedProxies:0", "proxy.example"), ("RtcHub:TrustedProxies:1", "10.0.0.0/8"), ("RtcHub:TrustedProxies:2", "10.0.0.0/64"));

        start.Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(2).And
            .SatisfyRespectively(first => first.Should().Contain("TrustedProxies:0"), second => second.Should().Contain("TrustedProxies:2"));
    }

    private static Task<RawRequest> UpgradeAsync(TestServer server, params string[] headers) =>
        RawRequest.UpgradeAsync(server.Hub, ["Host: calls.example", .. headers]);
}
