using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using static RtcHub.Tests.Support.JoinTokens;
using static RtcHub.Tests.Support.ManagementClient;

namespace RtcHub.Tests.Management;

/// <summary>What an operator sees and does in topics, on whichever node their peers are.</summary>
public sealed class ManagedTopicsTests
{
    public static TheoryData<string> Names { get; } =
        ["a/b", "%2F", "a%2Fb", "..", ".", "two words", "a+b", "a&topic=b", "?#[]@", "100%", "茶 🫖", "\"<tea>\"", new string('x', 128)];

    private static Task<TestHub> StartAsync(Action<RtcHubOptions>? configure = null) =>
        TestHub.StartAsync(configure, map: app => app.MapRtcHubManagement());

    private static ManagementClient OperatorOf(TestHub hub) => new(new UriBuilder(hub.NodeUrl) { Scheme = "http" }.Uri);

    [Fact]
    public async Task Topics_are_listed_page_by_page_with_how_many_are_in()
    {
        await using var hub = await StartAsync();
        using var client = OperatorOf(hub);
        foreach (var topic in new[] { "tea", "coffee", "tea-room", "milk" })
            await hub.ConnectAsync(topic, "all");

        (await client.ReadAllAsync("topics", "topics", limit: 2))
            .Select(topic => (topic.GetProperty("topic").GetString(), topic.GetProperty("peerCount").GetInt32()))
            .Should().Equal(("all", 4), ("coffee", 1), ("milk", 1), ("tea", 1), ("tea-room", 1));
        (await client.ReadAllAsync("topics?prefix=tea", "topics", limit: 1)).Should().HaveCount(2);
        (await client.ReadAllAsync("topics?contains=ROOM", "topics", limit: 1)).Should().ContainSingle();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_name_that_a_topic_may_have_can_be_asked_for(string name)
    {
        await using var hub = await StartAsync();
        using var client = OperatorOf(hub);
        var ada = await hub.ConnectAsync();
        await ada.SubscribeAsync(name);

        (await client.GetAsync("topics")).GetProperty("topics")[0].GetProperty("topic").GetString().Should().Be(name);
        var topic = await client.GetAsync("topic?" + Named(name));
        (topic.GetProperty("topic").GetString(), topic.GetProperty("peerCount").GetInt32(), topic.Version()).Should().Be((name, 1, 1));
        (await client.GetAsync("topic/peers?" + Named(name))).GetProperty("peers").PeerIds().Should().Equal(ada.PeerId);
        (await client.SendAsync(HttpMethod.Put, "topic/lock?" + Named(name))).Status.Should().Be(204);
        (await client.SendAsync(HttpMethod.Post, "topic/messages?" + Named(name), "1")).Status.Should().Be(200);
        (await client.SendAsync(HttpMethod.Delete, "topic?" + Named(name))).Body.GetProperty("removed").GetInt32().Should().Be(1);
        (await ada.NextAsync("Message"))[0].GetString().Should().Be(name);
        (await ada.NextAsync("Removed"))[0].GetString().Should().Be(name);
        (await ada.CodeOfAsync("Subscribe", name, null)).Should().Be("topic_locked");
    }

    [Fact]
    public async Task A_name_is_the_same_topics_in_another_spelling_of_unicode()
    {
        await using var hub = await StartAsync();
        using var client = OperatorOf(hub);
        await hub.ConnectAsync("caf\u00e9");

        var topic = await client.GetAsync("topic?" + Named("cafe\u0301"));

        (topic.GetProperty("topic").GetString(), topic.GetProperty("peerCount").GetInt32()).Should().Be(("caf\u00e9", 1));
    }

    [Fact]
    public async Task Whoever_is_in_stays_in_a_locked_topic_and_nobody_else_comes_moderators_neither()
    {
        await using var hub = await TestHub.StartAsync(Require, map: app => app.MapRtcHubManagement());
        using var client = OperatorOf(hub);
        var ada = await hub.ConnectWithAsync(TokenOf(hub.Time, "ada"), "tea");
        var bob = await hub.ConnectWithAsync(TokenOf(hub.Time, "bob"), "tea");

        await client.SendAsync(HttpMethod.Put, "topic/lock?topic=tea&seconds=600");

        var mod = await hub.ConnectWithAsync(TokenOf(hub.Time, "mod", TopicGrants.Moderate));
        (await mod.CodeOfAsync("Subscribe", "tea", null)).Should().Be("topic_locked");
        (await ada.CodeOfAsync("Subscribe", "tea", null)).Should().Be("ok", "it is in");
        await ada.DropAsync();
        await hub.ResumeAsync(ada);
        var topic = await client.GetAsync("topic?topic=tea");
        (topic.GetProperty("locked").GetBoolean(), topic.GetProperty("peerCount").GetInt32()).Should().Be((true, 2));
        topic.GetProperty("lockedUntil").GetDateTimeOffset().Should().BeCloseTo(hub.Time.GetUtcNow().AddMinutes(10), TimeSpan.FromMilliseconds(1));

        (await client.SendAsync(HttpMethod.Delete, "topic/lock?topic=tea")).Status.Should().Be(204);
        (await mod.CodeOfAsync("Subscribe", "tea", null)).Should().Be("ok");
        _ = bob;
    }

    [Fact]
    public async Task Whoever_is_in_a_topic_that_is_closed_is_told_and_the_next_one_begins_it_anew()
    {
        await using var hub = await StartAsync();
        using var client = OperatorOf(hub);
        var peers = await hub.MeetAsync("tea", 5);

        (await client.SendAsync(HttpMethod.Delete, "topic?topic=tea")).Body.GetProperty("removed").GetInt32().Should().Be(5);

        foreach (var peer in peers)
        {
            var told = await peer.DrainAsync();
            told[^1].Method.Should().Be("Removed");
            told.Should().OnlyContain(call => call.Method == "Removed" || call.Method == "PeerLeft");
        }

        (await client.GetAsync("topics")).GetProperty("topics").GetArrayLength().Should().Be(0);
        (await peers[2].SubscribeAsync("tea")).GetProperty("peers").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task A_message_is_told_to_everybody_byte_for_byte_as_the_operators()
    {
        await using var hub = await StartAsync();
        using var client = OperatorOf(hub);
        var peers = await hub.MeetAsync("tea", 5);
        var elsewhere = await hub.ConnectAsync("coffee");
        const string Said = """{ "text" : "back at \u0035\u2028 & <b>" , "n":1.0 }""";

        (await client.SendAsync(HttpMethod.Post, "topic/messages?topic=tea", Said)).Body.GetProperty("receivers").GetInt32().Should().Be(5);

        foreach (var peer in peers)
        {
            var call = (await peer.DrainAsync()).Single(call => call.Method == "Message");
            call.Arguments.Select(argument => argument.GetRawText()).Should().Equal("\"tea\"", "\"operator\"", Said);
        }

        (await elsewhere.DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Who_is_interrupted_is_told_the_message_when_it_resumes()
    {
        await using var hub = await StartAsync();
        using var client = OperatorOf(hub);
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].DropAsync();
        await peers[0].NextAsync("PeerUpdated");

        await client.SendAsync(HttpMethod.Post, "topic/messages?topic=tea", "1");
        await hub.SettleAsync();
        var back = await hub.ResumeAsync(peers[1]);

        (await back.DrainAsync()).Where(call => call.Method == "Message").Should().ContainSingle().Which[1].GetString().Should().Be("operator");
    }

    [Fact]
    public async Task A_message_that_could_not_be_relayed_is_refused()
    {
        await using var hub = await StartAsync(options => options.MaxDataBytes = 100);
        using var client = OperatorOf(hub);
        var ada = await hub.ConnectAsync("tea");

        (await client.SendAsync(HttpMethod.Post, "topic/messages?topic=tea", $"\"{new string('x', 99)}\"")).Should()
            .Match<(int Status, JsonElement Body)>(answer => answer.Status == 413 && answer.Body.Code() == "too_large");
        using var request = new HttpRequestMessage(HttpMethod.Post, "topic/messages?topic=tea");
        request.Content = new ByteArrayContent([(byte)'"', 0xC3, (byte)'"']) { Headers = { { "Content-Type", "application/json" } } };
        using var response = await client.SendAsync(request);
        ((int)response.StatusCode).Should().Be(400);

        (await ada.DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Every_act_is_one_line_of_its_own_in_the_log()
    {
        await using var hub = await StartAsync();
        using var client = OperatorOf(hub);
        var peers = await hub.MeetAsync("tea", 2);

        await client.SendAsync(HttpMethod.Delete, $"topic/peers/{peers[0].PeerId}?topic=tea");
        await client.SendAsync(HttpMethod.Delete, "topic?topic=tea");
        await client.SendAsync(HttpMethod.Put, "topic/lock?topic=tea");
        await client.SendAsync(HttpMethod.Delete, "topic/lock?topic=tea");
        await client.SendAsync(HttpMethod.Post, "topic/messages?topic=tea", "1");

        hub.LogLines.Where(line => line.StartsWith("RtcHub.Management", StringComparison.Ordinal)).Select(line => line.Split(' ', 2)).Select(line => (line[0], line[1].Trim()))
            .Should().Equal(
                ("RtcHub.Management.TopicOperations[1030]", $"PeerId={peers[0].PeerId}"),
                ("RtcHub.Management.TopicOperations[1031]", "Count=1"),
                ("RtcHub.Management.TopicOperations[1032]", ""),
                ("RtcHub.Management.TopicOperations[1033]", ""),
                ("RtcHub.Management.TopicOperations[1034]", "Count=0"));
    }

    [Theory]
    [InlineData("GET", "topics?limit=0", null)]
    [InlineData("GET", "topics?limit=1001", null)]
    [InlineData("GET", "topics?after=%2B", null)]
    [InlineData("GET", "topic?topic=", "invalid_topic")]
    [InlineData("GET", "topic?topic=%20tea", "invalid_topic")]
    [InlineData("GET", "topic?topic=te%00a", "invalid_topic")]
    [InlineData("DELETE", "topic?topic=%20tea", "invalid_topic")]
    [InlineData("PUT", "topic/lock?topic=%20tea", "invalid_topic")]
    [InlineData("PUT", "topic/lock?topic=tea&seconds=0", null)]
    [InlineData("PUT", "topic/lock?topic=tea&seconds=2592001", null)]
    [InlineData("DELETE", "topic/lock?topic=%20tea", "invalid_topic")]
    [InlineData("POST", "topic/messages?topic=%20tea", "invalid_topic")]
    [InlineData("GET", "topic/peers?topic=%20tea", "invalid_topic")]
    [InlineData("GET", "topic/peers?topic=tea&limit=0", null)]
    [InlineData("GET", "topic/peers?topic=tea&after=dGVh", null)]
    [InlineData("DELETE", "topic/peers/x?topic=%20tea", "invalid_topic")]
    [InlineData("GET", "peers?limit=0", null)]
    [InlineData("GET", "peers?after=dGVh", null)]
    [InlineData("GET", "events?topic=%20tea", "invalid_topic")]
    public async Task What_can_not_be_right_is_refused_with_problem_details(string method, string path, string? code)
    {
        await using var hub = await StartAsync();
        using var client = OperatorOf(hub);

        var (status, problem) = await client.SendAsync(new HttpMethod(method), path, method == "POST" ? "1" : null);

        status.Should().Be(400);
        problem.GetProperty("detail").GetString().Should().NotBeEmpty();
        (problem.TryGetProperty("code", out var given) ? given.GetString() : null).Should().Be(code);
    }
}
