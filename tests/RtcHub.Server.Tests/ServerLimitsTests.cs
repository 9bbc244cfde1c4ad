using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace RtcHub.Server.Tests;

/// <summary>What one connection may ask of the web server.</summary>
public class ServerLimitsTests
{
    [Theory]
    [InlineData(8_000, 404)]
    [InlineData(8_200, 414)]
    public async Task A_request_line_has_a_limit(int length, int status)
    {
        await using var server = TestServer.Start();
        using var response = await server.GetAsync("/" + new string('x', length), "Host: localhost");

        response.Status.Should().Be(status);
    }

    [Theory]
    [InlineData(1, 16_000, 200)]
    [InlineData(1, 16_400, 431)]
    [InlineData(60, 10, 200)]
    [InlineData(65, 10, 431)]
    public async Task Headers_have_limits(int count, int length, int status)
    {
        await using var server = TestServer.Start();
        var headers = Enumerable.Range(0, count).Select(i => $"X-{i}: {new string('x', length)}");
        using var response = await server.GetAsync("/healthz", ["Host: localhost", .. headers]);

        response.Status.Should().Be(status);
    }

    [Theory]
    [InlineData("1.1", true)]
    [InlineData("2.0", false)]
    public async Task Only_http_1_is_spoken(string version, bool isSpoken)
    {
        await using var server = TestServer.Start();
        using var http = new HttpClient { DefaultRequestVersion = new Version(version), DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        var get = () => http.GetStringAsync(new Uri(server.Hub, "/healthz"));

        if (isSpoken)
            (await get()).Should().Be("Healthy");
        else
            await get.Should().ThrowAsync<HttpRequestException>();
    }

    [Fact]
    public async Task They_follow_the_hubs_options()
    {
        await using var server = TestServer.Start(("RtcHub:MaxConnections", "7"), ("RtcHub:MaxMessageBytes", "50000"));

        var limits = server.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        (limits.MaxConcurrentConnections, limits.MaxRequestBodySize).Should().Be((7, 800_000));
        (limits.RequestHeadersTimeout, limits.KeepAliveTimeout).Should().Be((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30)));
    }
}
