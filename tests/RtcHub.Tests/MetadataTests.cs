using static RtcHub.Tests.Support.JsonElements;

namespace RtcHub.Tests;

public class MetadataTests
{
    [Fact]
    public async Task The_others_hear_of_a_change()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);

        var answer = await peers[1].InvokeAsync("UpdateMetadata", "tea", Json("""{"muted":true}"""));

        answer.GetRawText().Should().Be("""{"code":"ok"}""");
        var updated = await peers[0].NextAsync("PeerUpdated");
        updated[0].GetString().Should().Be("tea");
        updated[1].GetRawText().Should().Be(
            $$$"""{"peerId":"{{{peers[1].PeerId}}}","state":"connected","joinedAt":"2030-01-02T03:04:05Z","metadata":{"muted":true}}""");
        updated[2].GetInt64().Should().Be(3);
        (await peers[1].DrainAsync()).Should().BeEmpty("one is not told of oneself");
    }

    [Fact]
    public async Task It_replaces_what_was_said_before()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync();
        await ada.SubscribeAsync("tea", new { metadata = new { name = "Ada", muted = true } });
        await ada.InvokeAsync("UpdateMetadata", "tea", Json("""{"name":"Countess"}"""));

        var bob = await hub.ConnectAsync("tea");

        bob.Welcome.GetProperty("subscriptions")[0].GetProperty("peers")[0].GetProperty("metadata").GetRawText()
            .Should().Be("""{"name":"Countess"}""");
    }

    [Fact]
    public async Task It_belongs_to_one_topic()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea", "coffee");
        await ada.InvokeAsync("UpdateMetadata", "tea", Json("{}"));

        var bob = await hub.ConnectAsync();

        (await bob.SubscribeAsync("coffee")).GetProperty("peers")[0].GetProperty("metadata").GetRawText().Should().Be("null");
        (await bob.SubscribeAsync("tea")).GetProperty("peers")[0].GetProperty("metadata").GetRawText().Should().Be("{}");
    }

    [Fact]
    public async Task It_outlives_an_interruption()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].InvokeAsync("UpdateMetadata", "tea", Json("""{"name":"Bob"}"""));
        await peers[0].NextAsync("PeerUpdated");

        await peers[1].DropAsync();

        var interrupted = await peers[0].NextAsync("PeerUpdated");
        interrupted[1].State().Should().Be("interrupted");
        interrupted[1].GetProperty("metadata").GetRawText().Should().Be("""{"name":"Bob"}""");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("\"x\"")]
    [InlineData("[]")]
    public async Task It_is_an_object(string metadata)
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);

        (await peers[1].InvokeAsync("UpdateMetadata", "tea", Json(metadata))).GetRawText().Should().Be("""{"code":"invalid_payload"}""");
        (await peers[0].DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task It_is_limited()
    {
        await using var hub = await TestHub.StartAsync(options => options.MaxMetadataBytes = 100);
        var ada = await hub.ConnectAsync("tea");

        (await ada.CodeOfAsync("UpdateMetadata", "tea", ObjectOf(100))).Should().Be("ok");
        (await ada.CodeOfAsync("UpdateMetadata", "tea", ObjectOf(101))).Should().Be("too_large");
    }

    [Fact]
    public async Task It_needs_a_subscription()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        var bob = await hub.ConnectAsync();

        (await bob.InvokeAsync("UpdateMetadata", "tea", Json("{}"))).GetRawText().Should().Be("""{"code":"not_subscribed"}""");
        (await ada.DrainAsync()).Should().BeEmpty();
    }
}
