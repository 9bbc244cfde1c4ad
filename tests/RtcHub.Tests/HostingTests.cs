using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace RtcHub.Tests;

/// <summary>RtcHub inside an ASP.NET Core application: settings, and neighbours that it leaves alone.</summary>
public class HostingTests
{
    [Fact]
    public async Task All_wrong_settings_are_named_at_once_and_the_application_does_not_start()
    {
        await using var app = Build(
            new()
            {
                ["RtcHub:MaxPeersPerTopic"] = "0",
                ["RtcHub:MaxDataBytes"] = "70000",
                ["RtcHub:KeepAliveInterval"] = "00:00:30",
                ["RtcHub:IceServers:0:Urls:0"] = "http://example.org",
            },
            options =>
            {
                options.CallBurst = -1;
                options.IceServers.Add(new IceServer());
                options.IceServers.Add(new IceServer { Urls = ["turn:turn.example"] });
            });

        var start = () => app.StartAsync();

        var error = (await start.Should().ThrowAsync<OptionsValidationException>()).Which.Message;
        error.Should().ContainAll(
            "MaxPeersPerTopic", "MaxDataBytes", "ClientTimeout", "CallBurst", "IceServers[0].Urls", "IceServers[1].Urls", "IceServers[2]");
    }

    [Fact]
    public async Task Settings_come_from_configuration_and_then_from_code()
    {
        await using var app = Build(
            new()
            {
                ["RtcHub:MaxPeersPerTopic"] = "8",
                ["RtcHub:MaxTopicsPerSession"] = "9",
                ["RtcHub:ResumeWindow"] = "00:01:00",
                ["RtcHub:IceServers:0:Urls:0"] = "stun:one.example",
                ["RtcHub:IceServers:1:Urls:0"] = "turn:two.example",
                ["RtcHub:IceServers:1:Username"] = "ada",
                ["RtcHub:IceServers:1:Credential"] = "secret",
            },
            options => options.MaxTopicsPerSession = 10);

        var options = app.Services.GetRequiredService<IOptions<RtcHubOptions>>().Value;

        options.MaxPeersPerTopic.Should().Be(8);
        options.MaxTopicsPerSession.Should().Be(10);
        options.ResumeWindow.Should().Be(TimeSpan.FromMinutes(1));
        options.IceServers.Select(server => (server.Urls[0], server.Username)).Should().Equal(("stun:one.example", null), ("turn:two.example", "ada"));
    }

    [Fact]
    public async Task The_connection_settings_reach_signalr()
    {
        await using var app = Build(
            new() { ["RtcHub:KeepAliveInterval"] = "00:00:03", ["RtcHub:ClientTimeout"] = "00:00:07", ["RtcHub:HandshakeTimeout"] = "00:00:02" },
            options => (options.MaxMessageBytes, options.MaxDescriptionBytes) = (50_000, 40_000));

        var hub = app.Services.GetRequiredService<IOptions<HubOptions<SignalingHub>>>().Value;

        (hub.KeepAliveInterval, hub.ClientTimeoutInterval, hub.HandshakeTimeout, hub.MaximumReceiveMessageSize)
            .Should().Be((TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(2), 50_000));
    }

    [Fact]
    public void Mapping_without_adding_names_the_missing_call()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        var map = () => app.MapRtcHub("/rtc");

        map.Should().Throw<InvalidOperationException>().WithMessage("*AddRtcHub()*");
    }

    [Fact]
    public async Task Other_transports_than_web_socket_are_off()
    {
        await using var hub = await TestHub.StartAsync();

        (await NegotiateAsync(hub)).Should().NotContain("ServerSentEvents").And.NotContain("LongPolling");
        (await GetEventStreamAsync(hub)).Should().NotBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Other_transports_can_be_allowed()
    {
        await using var hub = await TestHub.StartAsync(options => options.AllowHttpTransports = true);

        (await NegotiateAsync(hub)).Should().Contain("ServerSentEvents").And.Contain("LongPolling").And.Contain("WebSockets");
    }

    [Fact]
    public async Task Other_hubs_of_the_application_keep_the_stock_protocol()
    {
        await using var hub = await TestHub.StartAsync(map: app => app.MapHub<ClockHub>("/clock"));
        await using var client = await RawClient.ConnectAsync(new UriBuilder(hub.Url) { Path = "/clock" }.Uri, receiveBuffer: null);

        var echoed = await client.CallAsync("Echo", """{ "Name" : "\u0041<" , "more":1 }""");

        echoed.GetRawText().Should().Be("""{"name":"A<"}""", "it was parsed and written anew");
    }

    [Fact]
    public async Task Other_hubs_have_their_own_limits_and_groups()
    {
        await using var hub = await TestHub.StartAsync(
            options => (options.MaxMessageBytes, options.MaxDescriptionBytes, options.MaxDataBytes) = (5_000, 4_999, 4_999),
            map: app => app.MapHub<ClockHub>("/clock"));
        var ada = await hub.ConnectAsync("tea");
        await using var client = await RawClient.ConnectAsync(new UriBuilder(hub.Url) { Path = "/clock" }.Uri, receiveBuffer: null);

        var name = new string('x', 10_000);
        (await client.CallAsync("Echo", $$"""{"name":"{{name}}"}""")).GetProperty("name").GetString().Should().Be(name);
        await client.CallAsync("TellGroup", "\"tea\"");

        (await ada.DrainAsync()).Should().BeEmpty();
    }

    private static WebApplication Build(Dictionary<string, string?> configuration, Action<RtcHubOptions> configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(configuration);
        builder.Services.AddRtcHub(configure);
        return builder.Build();
    }

    private static async Task<string> NegotiateAsync(TestHub hub)
    {
        using var http = new HttpClient();
        var url = new UriBuilder(hub.Url) { Scheme = "http", Path = "/rtc/negotiate", Query = "negotiateVersion=1" }.Uri;
        using var response = await http.PostAsync(url, content: null);
        return await response.Content.ReadAsStringAsync();
    }

    private static async Task<HttpStatusCode> GetEventStreamAsync(TestHub hub)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(hub.Url) { Scheme = "http" }.Uri);
        request.Headers.Accept.ParseAdd("text/event-stream");
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return response.StatusCode;
    }

    internal sealed record Named(string Name);

    internal sealed class ClockHub : Hub
    {
        public Task<Named> Echo(Named named) => Task.FromResult(named with { Name = named.Name + Context.UserIdentifier });

        public Task TellGroup(string group) => Clients.Group(group).SendAsync("Message", group, "x", 1);
    }
}
