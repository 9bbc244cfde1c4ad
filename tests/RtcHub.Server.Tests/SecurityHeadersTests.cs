namespace RtcHub.Server.Tests;

/// <summary>What browsers are told with a response.</summary>
public class SecurityHeadersTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/rtchub.js")]
    [InlineData("/healthz")]
    [InlineData("/nothing/here")]
    [InlineData("/rtc")]
    public async Task Every_response_has_them(string path)
    {
        await using var server = TestServer.Start();
        using var response = await server.GetAsync(path, "Host: localhost");

        response.Header("Content-Security-Policy").Should()
            .StartWith("default-src 'none'; script-src 'self'; style-src 'self';").And
            .ContainAll("frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'").And
            .NotContain("unsafe").And.NotContain("*").And.NotContain("data:");
        response.Header("Permissions-Policy").Should()
            .ContainAll("camera=(self)", "microphone=(self)", "display-capture=(self)", "geolocation=()", "usb=()");
        response.Header("X-Content-Type-Options").Should().Be("nosniff");
        response.Header("Referrer-Policy").Should().Be("no-referrer");
        response.Header("Cross-Origin-Opener-Policy").Should().Be("same-origin");
        response.Header("Cross-Origin-Resource-Policy").Should().Be("same-origin");
        response.Header("Server").Should().BeNull();
    }

    [Fact]
    public async Task The_page_can_be_installed_its_manifest_is_served_as_one()
    {
        await using var server = TestServer.Start();
        using var response = await server.GetAsync("/manifest.webmanifest", "Host: localhost");

        response.Status.Should().Be(200);
        response.Header("Content-Type").Should().Be("application/manifest+json");
        response.Header("Content-Security-Policy").Should().Contain("manifest-src 'self'");
    }

    [Fact]
    public async Task A_refused_upgrade_has_them_too()
    {
        await using var server = TestServer.Start();
        using var refused = await RawRequest.UpgradeAsync(server.Hub, "Host: localhost", "Origin: http://evil.example");

        refused.Status.Should().Be(403);
        refused.Header("X-Content-Type-Options").Should().Be("nosniff");
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public async Task Only_who_came_over_https_is_told_to_stay_there(string scheme, bool isTold)
    {
        await using var server = TestServer.Start(("RtcHub:TrustedProxies:0", "127.0.0.1"));
        using var response = await server.GetAsync("/healthz", "Host: calls.example", $"X-Forwarded-Proto: {scheme}");

        (response.Header("Strict-Transport-Security") is not null).Should().Be(isTold);
    }
}
