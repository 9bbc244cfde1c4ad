using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace RtcHub.Server.Tests;

/// <summary>The management port of the server as it is run: who is let in, and what it says to anybody.</summary>
public class ManagementPortTests
{
    private const string Bearer = "Authorization: Bearer 0123456789abcdef0123456789abcdef";

    private static readonly (string, string) WithKey = ("RtcHub:Management:Key", "0123456789abcdef0123456789abcdef");

    public static TheoryData<string, string> Endpoints { get; } = new()
    {
        { "GET", "/api/v1/topics" }, { "GET", "/api/v1/topic?topic=tea" }, { "DELETE", "/api/v1/topic?topic=tea" },
        { "PUT", "/api/v1/topic/lock?topic=tea" }, { "DELETE", "/api/v1/topic/lock?topic=tea" }, { "POST", "/api/v1/topic/messages?topic=tea" },
        { "GET", "/api/v1/topic/peers?topic=tea" }, { "DELETE", "/api/v1/topic/peers/x?topic=tea" }, { "GET", "/api/v1/peers" },
        { "GET", "/api/v1/nodes" }, { "POST", "/api/v1/nodes/x/drain" }, { "POST", "/api/v1/drain" }, { "GET", "/api/v1/events" },
    };

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Nothing_of_the_api_is_for_who_does_not_show_the_key(string method, string path)
    {
        await using var server = TestServer.Start(WithKey);

        (await AskAsync(server, $"{method} {path}")).Should().Be(401);
        (await AskAsync(server, $"{method} {path.Replace("/api", "/API", StringComparison.Ordinal)}")).Should().Be(401);
        (await AskAsync(server, $"{method} {path}", "Authorization: Bearer 0123456789abcdef0123456789abcdeF")).Should().Be(401);
        (await AskAsync(server, $"{method} {path}", "Authorization: Basic 0123456789abcdef0123456789abcdef")).Should().Be(401);
        (await AskAsync(server, $"{method} {path}", Bearer, Bearer)).Should().Be(401);
        (await AskAsync(server, $"{method} {path}", Bearer)).Should().NotBe(401).And.NotBe(403);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Without_a_key_the_api_is_off_and_says_which_setting_turns_it_on(string method, string path)
    {
        await using var server = TestServer.Start();
        using var client = new ManagementClient(server.Management, "anything that somebody may have thought of");

        var (status, problem) = await client.SendAsync(new HttpMethod(method), path["/api/v1/".Length..]);

        status.Should().Be(403);
        problem.GetProperty("detail").GetString().Should().Contain("RtcHub:Management:Key");
    }

    [Fact]
    public void A_key_is_made_and_shown_in_a_terminal_only()
    {
        var shown = new ManagementKey(key: null, isTerminal: true);
        shown.Shown.Should().MatchRegex("^[0-9a-f]{64}$").And.NotBe(new ManagementKey(null, isTerminal: true).Shown);
        (shown.Is(shown.Shown!), shown.Is("")).Should().Be((true, false));

        var none = new ManagementKey(key: "", isTerminal: false);
        (none.Shown, none.IsSet, none.Is("")).Should().Be((null, false, false));
        new ManagementKey("0123456789abcdef0123456789abcdef", isTerminal: true).Shown.Should().BeNull("it was set");
    }

    [Fact]
    public async Task Whoever_guesses_has_to_wait_also_with_the_right_key()
    {
        await using var server = TestServer.Start(WithKey);
        for (var guess = 0; guess < 10; guess++)
            (await AskAsync(server, "GET /api/v1/nodes", $"Authorization: Bearer guess-{guess}")).Should().Be(401);

        using var refused = await SendAsync(server, "GET /api/v1/nodes", Bearer);

        (refused.Status, refused.Header("Retry-After")).Should().Be((429, "6"));
        (await AskAsync(server, "GET /readyz")).Should().Be(200);
    }

    [Fact]
    public async Task Who_shows_no_key_does_not_count_as_guessing()
    {
        await using var server = TestServer.Start(WithKey);
        for (var i = 0; i < 20; i++)
            (await AskAsync(server, "GET /api/v1/nodes")).Should().Be(401);

        (await AskAsync(server, "GET /api/v1/nodes", Bearer)).Should().Be(200);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("0123456789abcdef 0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdeé")]
    public void A_key_that_can_be_guessed_or_not_be_sent_is_no_key(string key)
    {
        var start = () => TestServer.Start(("RtcHub:Management:Key", key));

        start.Should().Throw<OptionsValidationException>().WithMessage("*Key must have 32*").Which.Message.Should().NotContain(key);
    }

    [Theory]
    [InlineData("5081")]
    [InlineData("https://localhost:5081")]
    [InlineData("http://localhost:5081/path")]
    [InlineData("http://unix:/tmp/socket")]
    public void An_address_that_is_none_is_named_at_the_start(string url)
    {
        var start = () => TestServer.Start(("RtcHub:Management:Url", url));

        start.Should().Throw<OptionsValidationException>().WithMessage("*Url must be http://HOST:PORT*");
    }

    [Theory]
    [InlineData("evil.example", 400)]
    [InlineData("127.0.0.1.evil.example", 400)]
    [InlineData("ops.example", 200)]
    [InlineData("localhost:9000", 200)]
    [InlineData("[::1]:5081", 200)]
    public async Task It_answers_only_to_its_own_names(string host, int status)
    {
        await using var server = TestServer.Start(WithKey, ("RtcHub:Management:Hosts:0", "ops.example"));

        foreach (var path in new[] { "/healthz", "/readyz", "/metrics", "/openapi/v1.json", "/api/v1/nodes" })
        {
            using var response = await RawRequest.SendAsync(server.Management, $"GET {path} HTTP/1.1", $"Host: {host}", Bearer);
            response.Status.Should().Be(status, path);
        }
    }

    [Theory]
    [InlineData("http://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("http://localhost:9001", 403)]
    [InlineData("http://localhost:9000", 200)]
    [InlineData("https://localhost:9000", 200)]
    public async Task Pages_of_other_origins_are_refused_even_with_the_key(string origin, int status)
    {
        await using var server = TestServer.Start(WithKey);
        using var response = await RawRequest.SendAsync(
            server.Management, "GET /api/v1/nodes HTTP/1.1", "Host: localhost:9000", $"Origin: {origin}", Bearer);

        response.Status.Should().Be(status);
        response.Header("Access-Control-Allow-Origin").Should().BeNull();
    }

    [Fact]
    public async Task The_public_port_knows_nothing_of_it_whatever_host_is_asked_for()
    {
        await using var server = TestServer.Start(WithKey);

        foreach (var host in new[] { server.Management.Authority, "127.0.0.1:5081", server.Hub.Authority })
        {
            foreach (var path in new[] { "/api/v1/nodes", "/api/v1/topics", "/openapi/v1.json", "/metrics" })
            {
                using var response = await server.GetAsync(path, $"Host: {host}", Bearer);
                response.Status.Should().Be(404, path);
            }
        }
    }

    [Fact]
    public async Task The_operators_page_is_there_without_the_key_and_the_public_port_has_nothing_of_it()
    {
        await using var server = TestServer.Start(WithKey);
        using var page = await SendAsync(server, "GET /");

        page.Status.Should().Be(200);
        page.Header("Content-Type").Should().Be("text/html");
        page.Header("Content-Security-Policy").Should().StartWith("default-src 'none'; script-src 'self'");
        foreach (var path in new[] { "/operators", "/operators/", "/operators/index.html" })
        {
            using var response = await server.GetAsync(path, "Host: localhost");
            response.Status.Should().Be(404, path);
        }
    }

    [Fact]
    public async Task Metrics_are_for_who_reaches_the_port_and_a_page_elsewhere_does_not()
    {
        await using var server = TestServer.Start(WithKey);
        using var http = new HttpClient();

        (await http.GetStringAsync(new Uri(server.Management, "/metrics"))).Should().Contain("rtchub_ready 1").And.Contain("dotnet_").And.Contain("kestrel_");
        (await AskAsync(server, "GET /metrics", "Origin: http://evil.example")).Should().Be(403);
    }

    [Fact]
    public async Task It_has_the_headers_of_every_response()
    {
        await using var server = TestServer.Start();
        using var response = await SendAsync(server, "GET /healthz");

        response.Header("Content-Security-Policy").Should().StartWith("default-src 'none'");
        response.Header("X-Content-Type-Options").Should().Be("nosniff");
        response.Header("Server").Should().BeNull();
    }

    [Fact]
    public async Task The_document_names_every_endpoint_and_no_other()
    {
        await using var server = TestServer.Start();
        using var http = new HttpClient();
        var document = JsonElement.Parse(await http.GetStringAsync(new Uri(server.Management, "/openapi/v1.json")));

        var documented = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));

        documented.Should().BeEquivalentTo(
            Endpoints.Select<object[], string>(row => $"{row[0]} {((string)row[1]).Split('?')[0]}"
                .Replace("nodes/x", "nodes/{nodeId}", StringComparison.Ordinal).Replace("peers/x", "peers/{peerId}", StringComparison.Ordinal)));
        documented.Should().BeEquivalentTo(Routes());
        document.GetProperty("components").GetProperty("securitySchemes").GetProperty("key").GetProperty("scheme").GetString().Should().Be("bearer");
    }

    [Fact]
    public async Task While_the_server_drains_it_still_answers_and_says_why_it_is_not_ready()
    {
        (HttpStatusCode Status, string Body) seen = default;
        await using var server = TestServer.Start(
            services => services.AddHostedService(provider => new AtEndOfDrain(provider.GetRequiredService<IHostApplicationLifetime>(), () =>
            {
                using var http = new HttpClient();
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(provider.GetRequiredService<ManagementPort>().Address!, "/readyz"));
                using var response = http.Send(request);
                using var body = new StreamReader(response.Content.ReadAsStream());
                seen = (response.StatusCode, body.ReadToEnd());
            })),
            WithKey);

        server.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        seen.Should().Be((HttpStatusCode.ServiceUnavailable, """{"ready":false,"reasons":["draining"]}"""));
    }

    [Fact]
    public async Task A_default_port_that_is_taken_is_done_without_and_one_that_was_set_is_not()
    {
        using var other = new TcpListener(IPAddress.Loopback, 5081);
        try
        {
            other.Start();
        }
        catch (SocketException)
        {
            // somebody has it already
        }

        await using var server = TestServer.Start(("RtcHub:Management:Url", null!));
        server.Services.GetRequiredService<ManagementPort>().Address.Should().BeNull();
        using var response = await server.GetAsync("/healthz", "Host: localhost");
        response.Status.Should().Be(200);

        var start = () => TestServer.Start(("RtcHub:Management:Url", "http://127.0.0.1:5081"));
        start.Should().Throw<IOException>();
    }

    [Fact]
    public async Task It_can_be_turned_off()
    {
        await using var server = TestServer.Start(("RtcHub:Management:Url", ""));

        server.Services.GetRequiredService<ManagementPort>().Address.Should().BeNull();
    }

    private static Task<RawRequest> SendAsync(TestServer server, string request, params string[] headers) =>
        RawRequest.SendAsync(server.Management, [$"{request} HTTP/1.1", $"Host: {server.Management.Authority}", "Content-Length: 0", .. headers]);

    private static async Task<int> AskAsync(TestServer server, string request, params string[] headers)
    {
        using var response = await SendAsync(server, request, headers);
        return response.Status;
    }

    private static IEnumerable<string> Routes()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddRtcHub();
        var app = builder.Build();
        app.MapRtcHubManagement();
        return ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).Cast<RouteEndpoint>().SelectMany(
            endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}"));
    }

    /// <summary>Of those who are told that the application stops, the first to say so is the last to be told.</summary>
    private sealed class AtEndOfDrain(IHostApplicationLifetime lifetime, Action act) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken)
        {
            lifetime.ApplicationStopping.Register(act);
            return Task.CompletedTask;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
