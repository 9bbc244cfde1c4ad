using System.Net.WebSockets;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RtcHub.Tests.Access;

/// <summary>An application's own authentication, and an authorizer that knows its users.</summary>
public class AuthorizationTests
{
    [Fact]
    public async Task Whom_the_application_does_not_know_is_refused_before_the_upgrade()
    {
        await using var app = await StartAsync();

        var connect = () => TestPeer.ConnectAsync(UrlOf(app, "topic=tea"));

        (await connect.Should().ThrowAsync<WebSocketException>()).WithMessage("*401*");
    }

    [Fact]
    public async Task Whom_it_knows_its_authorizer_lets_into_their_own_topics()
    {
        await using var app = await StartAsync();
        await using var ada = await TestPeer.ConnectAsync(UrlOf(app, "user=ada"));
        await using var bob = await TestPeer.ConnectAsync(UrlOf(app, "user=bob"));

        (await ada.CodeOfAsync("Subscribe", "ada's", null)).Should().Be("ok");
        (await bob.CodeOfAsync("Subscribe", "ada's", null)).Should().Be("forbidden");
    }

    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Services.AddAuthentication("query").AddScheme<AuthenticationSchemeOptions, QueryHandler>("query", _ => { });
        builder.Services.AddAuthorization();
        builder.Services.AddRtcHub();
        builder.Services.AddSingleton<ITopicAuthorizer, OwnTopics>();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapRtcHub().RequireAuthorization();
        await app.StartAsync();
        return app;
    }

    private static Uri UrlOf(WebApplication app, string query) =>
        new UriBuilder(app.Urls.First()) { Scheme = "ws", Path = "/rtc", Query = query }.Uri;

    private sealed class OwnTopics : ITopicAuthorizer
    {
        public ValueTask<TopicAccess?> AuthorizeAsync(TopicRequest request, CancellationToken cancellationToken) =>
            new(request.Topic == $"{request.User.Identity!.Name}'s" ? TopicAccess.Open : null);
    }

    private sealed class QueryHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
            (string?)Request.Query["user"] is { } user
                ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], "query")), "query"))
                : AuthenticateResult.NoResult());
    }
}
