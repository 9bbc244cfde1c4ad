using System.Globalization;
using System.Text.Json;
using RtcHub.Ice;

namespace RtcHub.Tests;

public class TurnCredentialTests
{
    private const string Secret = "north-star-0123456789";
    private const string NextSecret = "morning-star-0123456789";

    private static Task<TestHub> StartAsync(Action<IceOptions>? change = null) => TestHub.StartAsync(options =>
    {
        options.IceServers.Add(new IceServer { Urls = ["stun:fixed.example"] });
        options.Ice.StunUrls = ["stun:stun.example"];
        options.Ice.TurnUrls = ["turn:turn.example", "turn:turn.example?transport=tcp"];
        options.Ice.TurnSecrets = [Secret];
        change?.Invoke(options.Ice);
    });

    [Fact]
    public void The_password_is_what_turn_servers_compute()
    {
        var expiry = DateTimeOffset.FromUnixTimeSeconds(1893553445);

        var server = TurnCredential.Create(["turn:turn.example"], Secret, "6f1c2a3e-0b7d-4c55-9a64-2f9d8e7c1b00", expiry);

        server.Username.Should().Be("1893553445:6f1c2a3e-0b7d-4c55-9a64-2f9d8e7c1b00");
        server.Credential.Should().Be(
            "1dRGiniRGxqyly7R5x/9NgRBr5g=", """this is: printf %s "$username" | openssl dgst -sha1 -hmac "$secret" -binary | base64""");
    }

    [Fact]
    public async Task Every_member_is_given_a_credential_of_its_own_after_the_servers_that_all_share()
    {
        await using var hub = await StartAsync();
        var ada = await hub.ConnectAsync("tea");
        var bob = await hub.ConnectAsync();

        var subscription = await bob.SubscribeAsync("tea");

        var servers = subscription.GetProperty("iceServers");
        servers.EnumerateArray().Select(server => server.GetProperty("urls").GetRawText()).Should().Equal(
            """["stun:fixed.example"]""", """["stun:stun.example"]""", """["turn:turn.example","turn:turn.example?transport=tcp"]""");
        TurnOf(subscription).Should().Be(Credential(hub, bob.PeerId));
        TurnOf(ada.Welcome.GetProperty("subscriptions")[0]).Should().Be(Credential(hub, ada.PeerId));
        subscription.GetProperty("iceServersTtlMs").GetInt64().Should().Be(600_000);
        (await bob.InvokeAsync("GetIceServers", "tea")).GetProperty("iceServersTtlMs").GetInt64().Should().Be(600_000);
    }

    [Fact]
    public async Task It_is_made_anew_whenever_it_is_asked_for()
    {
        await using var hub = await StartAsync();
        var ada = await hub.ConnectAsync("tea");

        hub.Time.Advance(TimeSpan.FromSeconds(5));
        TurnOf(await ada.InvokeAsync("GetIceServers", "tea")).Should().Be(Credential(hub, ada.PeerId));

        hub.Time.Advance(TimeSpan.FromSeconds(5));
        TurnOf(await ada.SubscribeAsync("tea")).Should().Be(Credential(hub, ada.PeerId));

        await ada.DropAsync();
        hub.Time.Advance(TimeSpan.FromSeconds(5));
        var back = await hub.ResumeAsync(ada);
        TurnOf(back.Welcome.GetProperty("subscriptions")[0]).Should().Be(Credential(hub, ada.PeerId));
    }

    [Fact]
    public async Task It_lasts_as_long_as_the_setting_says()
    {
        await using var hub = await StartAsync(ice => ice.CredentialLifetime = TimeSpan.FromMinutes(90));
        var ada = await hub.ConnectAsync("tea");

        var answer = await ada.InvokeAsync("GetIceServers", "tea");

        answer.GetProperty("iceServersTtlMs").GetInt64().Should().Be(5_400_000);
        var username = TurnOf(answer)!.Value.Username;
        long.Parse(username.Split(':')[0], CultureInfo.InvariantCulture).Should().Be(hub.Time.GetUtcNow().AddMinutes(90).ToUnixTimeSeconds());
    }

    [Fact]
    public async Task With_two_secrets_there_is_a_credential_of_each()
    {
        await using var hub = await StartAsync(ice => ice.TurnSecrets.Add(NextSecret));
        var ada = await hub.ConnectAsync("tea");

        var servers = (await ada.InvokeAsync("GetIceServers", "tea")).GetProperty("iceServers").EnumerateArray().ToArray();

        servers.Should().HaveCount(4);
        Read(servers[2]).Should().Be(Credential(hub, ada.PeerId, Secret));
        Read(servers[3]).Should().Be(Credential(hub, ada.PeerId, NextSecret));
    }

    [Fact]
    public async Task Only_members_of_the_topic_are_given_any()
    {
        await using var hub = await StartAsync();
        var ada = await hub.ConnectAsync("tea");
        await ada.InvokeAsync("Unsubscribe", "tea");

        (await ada.InvokeAsync("GetIceServers", "tea")).GetRawText().Should().Be("""{"code":"not_subscribed"}""");
    }

    [Fact]
    public async Task The_peers_of_some_topics_are_told_to_connect_through_turn_only()
    {
        await using var hub = await StartAsync(ice => ice.RelayOnlyTopics = ["secret tea", "clinic-*"]);
        var ada = await hub.ConnectAsync("secret tea");

        ada.Welcome.GetProperty("subscriptions")[0].GetProperty("relayOnly").GetBoolean().Should().BeTrue();
        (await ada.SubscribeAsync("clinic-7")).GetProperty("relayOnly").GetBoolean().Should().BeTrue();
        (await ada.InvokeAsync("GetIceServers", "clinic-7")).GetProperty("relayOnly").GetBoolean().Should().BeTrue();
        (await ada.SubscribeAsync("secret tea time")).Fields().Should().NotContain("relayOnly");
        (await ada.InvokeAsync("GetIceServers", "secret tea time")).Fields().Should().NotContain("relayOnly");
    }

    private static (string Username, string Password)? TurnOf(JsonElement answer) =>
        Read(answer.GetProperty("iceServers").EnumerateArray().Last());

    private static (string Username, string Password)? Read(JsonElement server) =>
        (server.GetProperty("username").GetString()!, server.GetProperty("credential").GetString()!);

    /// <summary>What that peer should be given now.</summary>
    private static (string Username, string Password)? Credential(TestHub hub, string peerId, string secret = Secret)
    {
        var server = TurnCredential.Create([], secret, peerId, hub.Time.GetUtcNow() + TimeSpan.FromMinutes(10));
        return (server.Username!, server.Credential!);
    }
}
