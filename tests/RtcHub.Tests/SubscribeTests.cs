using System.Text.Json;
using static RtcHub.Tests.Support.JsonElements;

namespace RtcHub.Tests;

public class SubscribeTests
{
    [Fact]
    public async Task A_newcomer_gets_the_roster_and_those_present_hear_of_it()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync();
        var bob = await hub.ConnectAsync();

        var alone = await ada.SubscribeAsync("tea", new { metadata = new { name = "Ada" } });
        var together = await bob.SubscribeAsync("tea");

        alone.GetProperty("peers").GetArrayLength().Should().Be(0);
        alone.GetProperty("version").GetInt64().Should().Be(1);
        together.GetProperty("version").GetInt64().Should().Be(2);
        var seen = together.GetProperty("peers")[0];
        seen.PeerId().Should().Be(ada.PeerId);
        seen.State().Should().Be("connected");
        seen.GetProperty("metadata").GetProperty("name").GetString().Should().Be("Ada");
        seen.GetProperty("joinedAt").GetString().Should().Be("2030-01-02T03:04:05Z");

        var joined = await ada.NextAsync("PeerJoined");
        joined[0].GetString().Should().Be("tea");
        joined[1].PeerId().Should().Be(bob.PeerId);
        joined[1].GetProperty("metadata").ValueKind.Should().Be(JsonValueKind.Null);
        joined[2].GetInt64().Should().Be(2);
    }

    [Fact]
    public async Task The_answer_has_a_code_and_a_subscription_and_no_more()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync();

        var answer = await ada.InvokeAsync("Subscribe", "tea", null);

        answer.Fields().Should().BeEquivalentTo("code", "subscription");
        answer.GetProperty("subscription").Fields().Should().BeEquivalentTo("topic", "peers", "version", "iceServers");
        answer.GetProperty("subscription").GetProperty("topic").GetString().Should().Be("tea");
    }

    [Fact]
    public async Task Peers_are_listed_in_joining_order()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 4);
        await peers[1].InvokeAsync("UpdateMetadata", "tea", Json("{}"));
        await peers[0].InvokeAsync("Unsubscribe", "tea");

        var last = await peers[0].SubscribeAsync("tea");

        last.GetProperty("peers").PeerIds().Should().Equal(peers[1].PeerId, peers[2].PeerId, peers[3].PeerId);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("two words")]
    [InlineData("Ω/日本語/🫖")]
    [InlineData("*")]
    public async Task A_topic_name_may_be_any_text(string topic)
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync(topic);
        var bob = await hub.ConnectAsync();

        (await bob.SubscribeAsync(topic)).GetProperty("topic").GetString().Should().Be(topic);
        (await ada.NextAsync("PeerJoined"))[0].GetString().Should().Be(topic);
    }

    [Fact]
    public async Task A_topic_name_has_up_to_128_characters()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync();

        (await ada.CodeOfAsync("Subscribe", new string('x', 128), null)).Should().Be("ok");
        (await ada.CodeOfAsync("Subscribe", new string('x', 129), null)).Should().Be("invalid_topic");
    }

    public static TheoryData<string?> BadTopics =>
        [null, "", " ", " lead", "trail ", "\ttab", "trail\u00a0", "line\nbreak", "nul\0", "del\u007f", "c1\u0085x"];

    [Theory]
    [MemberData(nameof(BadTopics))]
    public async Task A_bad_topic_name_is_refused_by_every_method(string? topic)
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync();

        JsonElement[] answers =
        [
            await ada.InvokeAsync("Subscribe", topic, null),
            await ada.InvokeAsync("Unsubscribe", topic),
            await ada.InvokeAsync("SendOffer", topic, ada.PeerId, Json("{}")),
            await ada.InvokeAsync("SendAnswer", topic, ada.PeerId, Json("{}")),
            await ada.InvokeAsync("SendCandidate", topic, ada.PeerId, Json("{}")),
            await ada.InvokeAsync("SendMessage", topic, ada.PeerId, Json("{}")),
            await ada.InvokeAsync("UpdateMetadata", topic, Json("{}")),
            await ada.InvokeAsync("GetIceServers", topic),
        ];

        answers.Should().AllSatisfy(answer => answer.GetRawText().Should().Be("""{"code":"invalid_topic"}"""));
    }

    [Fact]
    public async Task Topics_that_differ_in_case_are_different()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.ConnectAsync("tea");
        var bob = await hub.ConnectAsync();

        (await bob.SubscribeAsync("Tea")).GetProperty("peers").GetArrayLength().Should().Be(0);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"metadata":null}""")]
    [InlineData("""{"later":[1,{"metadata":2}]}""")]
    public async Task Metadata_may_be_absent(string options)
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        var bob = await hub.ConnectAsync();

        await bob.SubscribeAsync("tea", Json(options));

        (await ada.NextAsync("PeerJoined"))[1].GetProperty("metadata").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("\"x\"")]
    [InlineData("[]")]
    [InlineData("true")]
    [InlineData("""{"metadata":5}""")]
    [InlineData("""{"metadata":"x"}""")]
    [InlineData("""{"metadata":[{}]}""")]
    [InlineData("""{"metadata":false}""")]
    public async Task Options_of_another_kind_are_refused(string options)
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        var bob = await hub.ConnectAsync();

        (await bob.InvokeAsync("Subscribe", "tea", Json(options))).GetRawText().Should().Be("""{"code":"invalid_payload"}""");
        (await ada.DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Metadata_is_limited()
    {
        await using var hub = await TestHub.StartAsync(options => options.MaxMetadataBytes = 100);
        var ada = await hub.ConnectAsync();

        (await ada.CodeOfAsync("Subscribe", "crowded", new { metadata = ObjectOf(100) })).Should().Be("ok");
        (await ada.CodeOfAsync("Subscribe", "over", new { metadata = ObjectOf(101) })).Should().Be("too_large");
    }

    [Fact]
    public async Task A_topic_takes_so_many_peers_and_again_when_one_has_left()
    {
        await using var hub = await TestHub.StartAsync(options => options.MaxPeersPerTopic = 2);
        var peers = await hub.MeetAsync("tea", 2);
        var late = await hub.ConnectAsync();

        (await late.InvokeAsync("Subscribe", "tea", null)).GetRawText().Should().Be("""{"code":"topic_full"}""");
        (await peers[0].CodeOfAsync("Subscribe", "tea", null)).Should().Be("ok", "it is in already");
        (await late.CodeOfAsync("SendMessage", "tea", "*", 1)).Should().Be("not_subscribed");
        (await peers[0].DrainAsync()).Should().BeEmpty();

        await peers[1].InvokeAsync("Unsubscribe", "tea");
        (await late.CodeOfAsync("Subscribe", "tea", null)).Should().Be("ok");
    }

    [Fact]
    public async Task An_interrupted_peer_keeps_its_place_in_a_full_topic()
    {
        await using var hub = await TestHub.StartAsync(options => options.MaxPeersPerTopic = 2);
        var peers = await hub.MeetAsync("tea", 2);
        var late = await hub.ConnectAsync();

        await peers[0].DropAsync();
        await peers[1].NextAsync("PeerUpdated");

        (await late.CodeOfAsync("Subscribe", "tea", null)).Should().Be("topic_full");
    }

    [Fact]
    public async Task A_session_is_in_so_many_topics_and_in_another_when_it_left_one()
    {
        await using var hub = await TestHub.StartAsync(options => options.MaxTopicsPerSession = 2);
        var ada = await hub.ConnectAsync("a", "b");

        (await ada.InvokeAsync("Subscribe", "c", null)).GetRawText().Should().Be("""{"code":"too_many_topics"}""");
        (await ada.CodeOfAsync("Subscribe", "b", null)).Should().Be("ok", "it is in already");

        await ada.InvokeAsync("Unsubscribe", "a");
        (await ada.CodeOfAsync("Subscribe", "c", null)).Should().Be("ok");
    }

    [Fact]
    public async Task Subscribing_again_answers_the_current_roster_and_tells_nobody()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 3);

        var again = await peers[0].SubscribeAsync("tea");

        again.Version().Should().Be(3);
        again.GetProperty("peers").PeerIds().Should().Equal(peers[1].PeerId, peers[2].PeerId);
        (await peers[1].DrainAsync()).Should().BeEmpty();
        (await peers[2].SubscribeAsync("tea")).Version().Should().Be(3);
    }
}
