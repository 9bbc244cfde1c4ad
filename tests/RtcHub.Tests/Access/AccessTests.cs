using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using RtcHub.Access;
using static RtcHub.Tests.Support.JoinTokens;

namespace RtcHub.Tests.Access;

/// <summary>What a join token lets its session do, on real connections.</summary>
public class AccessTests
{
    [Fact]
    public async Task Without_a_token_nobody_enters_and_the_connection_is_good()
    {
        await using var hub = await StartWithTokensAsync();
        var ada = await hub.ConnectAsync("tea");

        ada.Welcome.GetProperty("subscriptions").GetArrayLength().Should().Be(0);
        ada.Welcome.Fields().Should().NotContain("tokenTtlMs");
        (await ada.InvokeAsync("Subscribe", "tea", null)).GetRawText().Should().Be("""{"code":"forbidden"}""");
        (await ada.CodeOfAsync("RefreshToken", TokenOf(hub.Time, "ada"))).Should().Be("ok");
        (await ada.CodeOfAsync("Subscribe", "tea", null)).Should().Be("ok");
    }

    [Fact]
    public async Task A_token_lets_its_bearer_into_its_topics_and_no_others()
    {
        await using var hub = await StartWithTokensAsync();
        var ada = await hub.ConnectWithAsync(TokenOf(hub.Time, "ada", topics: ["tea", "team-*"]), "tea", "milk");

        var subscription = ada.Welcome.GetProperty("subscriptions").EnumerateArray().Should().ContainSingle().Subject;
        subscription.GetProperty("topic").GetString().Should().Be("tea");
        Words(subscription.GetProperty("grants")).Should().Equal("signal", "message");
        ada.Welcome.GetProperty("tokenTtlMs").GetInt64().Should().Be(3_600_000);
        (await ada.CodeOfAsync("Subscribe", "team-1", null)).Should().Be("ok");
        (await ada.CodeOfAsync("Subscribe", "milk", null)).Should().Be("forbidden");
        (await ada.CodeOfAsync("Subscribe", "teams", null)).Should().Be("forbidden");
    }

    [Theory]
    [InlineData("Authorization: Bearer {0}", true)]
    [InlineData("Authorization: bearer {0}", true)]
    [InlineData("Authorization: Basic {0}", false)]
    [InlineData("Authorization: {0}", false)]
    public void A_token_comes_in_a_header_from_clients_that_can_send_one(string format, bool isTaken)
    {
        var request = new DefaultHttpContext().Request;
        var (name, value) = (format.Split(": ")[0], string.Format(provider: null, format.Split(": ")[1], "TOKEN"));
        request.Headers[name] = value;

        TokenAdmission.TokenIn(request).Should().Be(isTaken ? "TOKEN" : null);
    }

    [Fact]
    public void A_token_in_a_cookie_is_none()
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Cookie = "access_token=TOKEN";

        TokenAdmission.TokenIn(request).Should().BeNullOrEmpty();
    }

    [Fact]
    public async Task The_others_see_who_it_is_and_what_the_token_says_of_it()
    {
        await using var hub = await StartWithTokensAsync();
        var bob = await hub.ConnectWithAsync(TokenOf(hub.Time, "bob"), "tea");
        var ada = await hub.ConnectWithAsync(TokenOf(hub.Time, "ada", metadata: """{"name":"Ada","role":{"x":[1]}}"""));

        await ada.SubscribeAsync("tea", new { metadata = new { name = "Root", microphone = true, userId = "boss" } });
        var joined = (await bob.NextAsync("PeerJoined"))[1];
        joined.GetProperty("userId").GetString().Should().Be("ada");
        joined.GetProperty("metadata").GetRawText().Should().Be("""{"microphone":true,"userId":"boss","name":"Ada","role":{"x":[1]}}""");

        (await ada.CodeOfAsync("UpdateMetadata", "tea", JsonElements.Json("""{"name":"Bob","role":null}"""))).Should().Be("ok");
        (await bob.NextAsync("PeerUpdated"))[1].GetProperty("metadata").GetRawText().Should().Be("""{"name":"Ada","role":{"x":[1]}}""");
        (await ada.CodeOfAsync("UpdateMetadata", "tea", JsonElements.Json("""{"\u006eame":"Bob"}"""))).Should().Be("ok");
        (await bob.NextAsync("PeerUpdated"))[1].GetProperty("metadata").GetRawText().Should().Be("""{"name":"Ada","role":{"x":[1]}}""");
        (await ada.CodeOfAsync("UpdateMetadata", "tea", JsonElements.ObjectOf(4_096))).Should().Be("too_large", "both have to fit");
    }

    [Fact]
    public async Task Who_may_not_signal_or_write_is_refused_both_and_hears_all_the_same()
    {
        await using var hub = await StartWithTokensAsync();
        var bob = await hub.ConnectWithAsync(TokenOf(hub.Time, "bob"), "tea");
        var ada = await hub.ConnectWithAsync(TokenOf(hub.Time, "ada", TopicGrants.None), "tea");
        await bob.NextAsync("PeerJoined");

        foreach (var (method, arguments) in AllCalls.With("tea", bob.PeerId).Where(call => call.Method.StartsWith("Send", StringComparison.Ordinal)))
            (await ada.CodeOfAsync(method, arguments)).Should().Be("forbidden", method);
        (await ada.CodeOfAsync("SendMessage", "tea", "*", 1)).Should().Be("forbidden");
        (await bob.CodeOfAsync("SendMessage", "tea", ada.PeerId, 1)).Should().Be("ok");
        await ada.NextAsync("Message");
        (await bob.DrainAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData(TopicGrants.Signal, "SendOffer", "SendMessage")]
    [InlineData(TopicGrants.Message, "SendMessage", "SendOffer")]
    public async Task Each_grant_is_for_its_own_calls(TopicGrants grants, string allowed, string refused)
    {
        await using var hub = await StartWithTokensAsync();
        var bob = await hub.ConnectWithAsync(TokenOf(hub.Time, "bob"), "tea");
        var ada = await hub.ConnectWithAsync(TokenOf(hub.Time, "ada", grants), "tea");

        (await ada.CodeOfAsync(allowed, "tea", bob.PeerId, JsonElements.Json("{}"))).Should().Be("ok");
        (await ada.CodeOfAsync(refused, "tea", bob.PeerId, JsonElements.Json("{}"))).Should().Be("forbidden");
    }

    [Fact]
    public async Task Nobody_sees_one_who_is_hidden_or_can_send_to_it_and_it_hears_what_goes_to_everyone()
    {
        await using var hub = await StartWithTokensAsync();
        var ada = await hub.ConnectWithAsync(TokenOf(hub.Time, "ada"), "tea");
        var spy = await hub.ConnectWithAsync(TokenOf(hub.Time, "spy", TopicGrants.Hidden | TopicGrants.Signal | TopicGrants.Message), "tea");
        var bob = await hub.ConnectWithAsync(TokenOf(hub.Time, "bob"), "tea");
        (await ada.NextAsync("PeerJoined"))[1].PeerId().Should().Be(bob.PeerId);
        (await spy.NextAsync("PeerJoined"))[1].PeerId().Should().Be(bob.PeerId);

        bob.Welcome.GetProperty("subscriptions")[0].GetProperty("peers").PeerIds().Should().Equal(ada.PeerId);
        spy.Welcome.GetProperty("subscriptions")[0].GetProperty("peers").PeerIds().Should().Equal(ada.PeerId);
        (await ada.CodeOfAsync("SendMessage", "tea", spy.PeerId, 1)).Should().Be("peer_gone");
        (await spy.CodeOfAsync("SendMessage", "tea", "*", 1)).Should().Be("forbidden");
        (await spy.CodeOfAsync("SendOffer", "tea", ada.PeerId, JsonElements.Json("{}"))).Should().Be("forbidden");
        (await spy.CodeOfAsync("UpdateMetadata", "tea", JsonElements.Json("{}"))).Should().Be("ok");
        (await ada.CodeOfAsync("SendMessage", "tea", "*", "hello")).Should().Be("ok");
        await bob.NextAsync("Message");
        await spy.NextAsync("Message");
        (await spy.CodeOfAsync("Unsubscribe", "tea")).Should().Be("ok");
        (await ada.DrainAsync()).Should().BeEmpty();
        (await bob.DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task When_its_token_ends_a_session_is_taken_out_of_its_topics_and_may_come_back_with_another()
    {
        await using var hub = await StartWithTokensAsync();
        var bob = await hub.ConnectWithAsync(TokenOf(hub.Time, "bob", lifetime: TimeSpan.FromHours(2)), "tea");
        var ada = await hub.ConnectWithAsync(TokenOf(hub.Time, "ada", lifetime: TimeSpan.FromMinutes(1)), "tea", "team-1");
        await bob.NextAsync("PeerJoined");

        hub.Time.Advance(TimeSpan.FromSeconds(59));
        (await ada.CodeOfAsync("SendMessage", "tea", bob.PeerId, 1)).Should().Be("ok");
        await bob.NextAsync("Message");
        hub.Time.Advance(TimeSpan.FromSeconds(1));

        var left = await bob.NextAsync("PeerLeft");
        (left[1].GetString(), left[2].GetString()).Should().Be((ada.PeerId, "removed"));
        var removals = new[] { await ada.NextAsync("Removed"), await ada.NextAsync("Removed") };
        removals.Select(removal => removal[0].GetString()).Should().BeEquivalentTo("tea", "team-1");
        removals.Select(removal => removal[1].GetString()).Should().AllBe("token_expired");
        (await ada.CodeOfAsync("SendMessage", "tea", bob.PeerId, 1)).Should().Be("not_subscribed");
        (await ada.CodeOfAsync("Subscribe", "tea", null)).Should().Be("forbidden");

        (await ada.CodeOfAsync("RefreshToken", TokenOf(hub.Time, "ada"))).Should().Be("ok");
        (await ada.CodeOfAsync("Subscribe", "tea", null)).Should().Be("ok");
        (await bob.NextAsync("PeerJoined"))[1].PeerId().Should().Be(ada.PeerId);
    }

    [Fact]
    public async Task A_token_that_is_renewed_in_time_keeps_the_session_where_it_is()
    {
        await using var hub = await StartWithTokensAsync();
        var bob = await hub.ConnectWithAsync(TokenOf(hub.Time, "bob", lifetime: TimeSpan.FromHours(2)), "tea");
        var ada = await hub.ConnectWithAsync(TokenOf(hub.Time, "ada", lifetime: TimeSpan.FromMinutes(1)), "tea");
        await bob.NextAsync("PeerJoined");

        hub.Time.Advance(TimeSpan.FromSeconds(59));
        var answer = await ada.InvokeAsync("RefreshToken", TokenOf(hub.Time, "ada", lifetime: TimeSpan.FromMinutes(5)));
        (answer.Code(), answer.GetProperty("tokenTtlMs").GetInt64()).Should().Be(("ok", 300_000));
        hub.Time.Advance(TimeSpan.FromMinutes(4));

        (await ada.CodeOfAsync("SendMessage", "tea", bob.PeerId, 1)).Should().Be("ok");
        (await ada.DrainAsync()).Should().BeEmpty();
        (await bob.DrainAsync()).Select(call => call.Method).Should().NotContain("PeerLeft");
        hub.Time.Advance(TimeSpan.FromMinutes(1));
        (await ada.NextAsync("Removed"))[1].GetString().Should().Be("token_expired");
    }

    [Fact]
    public async Task A_renewed_token_takes_its_bearer_out_of_what_it_does_not_allow()
    {
        await using var hub = await StartWithTokensAsync();
        var ada = await hub.ConnectWithAsync(TokenOf(hub.Time, "ada"), "tea", "team-1");

        (await ada.CodeOfAsync("RefreshToken", TokenOf(hub.Time, "ada", TopicGrants.None, topics: ["team-*"]))).Should().Be("ok");

        var removed = await ada.NextAsync("Removed");
        (removed[0].GetString(), removed[1].GetString()).Should().Be(("tea", "forbidden"));
        (await ada.CodeOfAsync("SendMessage", "team-1", "*", 1)).Should().Be("forbidden", "the grant is gone too");
    }

    [Fact]
    public async Task Another_users_token_renews_nothing()
    {
        await using var hub = await StartWithTokensAsync();
        var ada = await hub.ConnectWithAsync(TokenOf(hub.Time, "ada"), "tea");

        (await ada.InvokeAsync("RefreshToken", TokenOf(hub.Time, "eve"))).GetRawText().Should().Be("""{"code":"forbidden"}""");

        (await ada.CodeOfAsync("SendMessage", "tea", "*", 1)).Should().Be("ok", "it goes on with its own");
    }

    [Fact]
    public async Task A_token_that_comes_with_the_connection_that_resumes_renews_the_sessions()
    {
        await using var hub = await StartWithTokensAsync();
        var ada = await hub.ConnectWithAsync(TokenOf(hub.Time, "ada", lifetime: TimeSpan.FromMinutes(1)), "tea");
        await ada.DropAsync();

        var back = await hub.ConnectWithAsync(TokenOf(hub.Time, "ada", lifetime: TimeSpan.FromMinutes(9)));
        (await back.ResumeAsync(ada, ada.Received)).Code().Should().Be("ok");
        back.Welcome.GetProperty("tokenTtlMs").GetInt64().Should().Be(540_000);
        hub.Time.Advance(TimeSpan.FromMinutes(2));

        (await back.CodeOfAsync("SendMessage", "tea", "*", 1)).Should().Be("ok");
    }

    [Fact]
    public async Task A_session_that_resumes_without_a_token_has_what_it_had_until_that_ends()
    {
        await using var hub = await StartWithTokensAsync();
        var ada = await hub.ConnectWithAsync(TokenOf(hub.Time, "ada", lifetime: TimeSpan.FromMinutes(1)), "tea");
        await ada.DropAsync();

        var back = await hub.ResumeAsync(ada);
        (await back.CodeOfAsync("SendMessage", "tea", "*", 1)).Should().Be("ok");
        hub.Time.Advance(TimeSpan.FromMinutes(1));

        (await back.NextAsync("Removed"))[1].GetString().Should().Be("token_expired");
    }

    [Fact]
    public async Task An_application_decides_by_an_authorizer_of_its_own()
    {
        await using var hub = await TestHub.StartAsync(add: services => services.AddSingleton<ITopicAuthorizer, OnlyTea>());
        var ada = await hub.ConnectAsync("tea", "milk");

        ada.Welcome.GetProperty("subscriptions").EnumerateArray().Select(each => each.GetProperty("topic").GetString()).Should().Equal("tea");
        (await ada.CodeOfAsync("SendMessage", "tea", "*", 1)).Should().Be("ok");
        (await ada.CodeOfAsync("SendOffer", "tea", ada.PeerId, JsonElements.Json("{}"))).Should().Be("forbidden");
    }

    private sealed class OnlyTea : ITopicAuthorizer
    {
        public ValueTask<TopicAccess?> AuthorizeAsync(TopicRequest request, CancellationToken cancellationToken) =>
            new(request.Topic == "tea" && request.User is ClaimsPrincipal && request.Token is null ? new TopicAccess(TopicGrants.Message) : null);
    }

    private static string?[] Words(JsonElement list) => [.. list.EnumerateArray().Select(each => each.GetString())];
}
