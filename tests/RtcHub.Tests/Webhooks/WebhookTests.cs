using System.Text.Json;

namespace RtcHub.Tests.Webhooks;

/// <summary>What a receiver is told of the clients of a service, as <c>docs/webhooks.md</c> says.</summary>
public sealed class WebhookTests : IAsyncLifetime
{
    private HookReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await HookReceiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Fact]
    public async Task Who_comes_and_goes_is_told_once_and_in_order()
    {
        await using var hub = await TestHub.StartAsync(_receiver.Configure);
        var (ada, bob) = (await hub.ConnectAsync("tea"), await hub.ConnectAsync("tea"));
        await ada.InvokeAsync("Unsubscribe", "tea");
        await bob.InvokeAsync("Bye");

        var hooks = await _receiver.TakeAsync(6);

        hooks.Select(hook => (hook.Type, hook.Sequence, hook.Version)).Should().Equal(
            ("topic.started", 1, 1), ("peer.joined", 2, 1), ("peer.joined", 3, 2), ("peer.left", 4, 3), ("peer.left", 5, 4), ("topic.emptied", 6, 4));
        hooks[1..5].Select(hook => hook.PeerId).Should().Equal(ada.PeerId, bob.PeerId, ada.PeerId, bob.PeerId);
        hooks[3..5].Select(hook => hook.Data.GetProperty("reason").GetString()).Should().Equal("left", "left");
        hooks.Select(hook => hook.Id).Should().OnlyHaveUniqueItems();
        hooks.Should().OnlyContain(hook => hook.Topic == "tea" && hook.FindSignature(HookReceiver.Secret) == 0);
        _receiver.Attempts.Should().HaveCount(6);
    }

    [Fact]
    public async Task A_peer_is_told_as_the_others_see_it()
    {
        await using var hub = await TestHub.StartAsync(options =>
        {
            JoinTokens.Require(options);
            _receiver.Configure(options);
        });
        var ada = await hub.ConnectWithAsync(JoinTokens.TokenOf(hub.Time, "ada"));
        await ada.SubscribeAsync("tea", new { metadata = JsonElements.Json("""{ "name" : "Ada 🫖",  "n":1.0e+2 }""") });
        var bob = await hub.ConnectWithAsync(JoinTokens.TokenOf(hub.Time, "bob"), "tea");

        var told = (await _receiver.TakeAsync(2))[1];
        var seen = bob.Welcome.GetProperty("subscriptions")[0].GetProperty("peers")[0];

        JsonElement.DeepEquals(told.Data.GetProperty("peer"), seen).Should().BeTrue();
        told.Data.GetProperty("peer").GetProperty("metadata").GetRawText().Should().Be(seen.GetProperty("metadata").GetRawText());
        told.Body.GetProperty("timestamp").GetDateTimeOffset().Should().Be(hub.Time.GetUtcNow());
        told.Data.Fields().Should().BeEquivalentTo("topic", "sequence", "version", "node", "peer");
        (await _receiver.TakeAsync(1))[0].Data.Fields().Should().BeEquivalentTo("topic", "sequence", "version", "node");
    }

    [Fact]
    public async Task Metadata_can_be_left_out()
    {
        await using var hub = await TestHub.StartAsync(options =>
        {
            _receiver.Configure(options);
            options.Webhooks.IncludeMetadata = false;
        });
        var ada = await hub.ConnectAsync();
        await ada.SubscribeAsync("tea", new { metadata = new { name = "Ada" } });

        (await _receiver.TakeAsync(2))[1].Data.GetProperty("peer").GetProperty("metadata").ValueKind.Should().Be(JsonValueKind.Null);
    }

    [Fact]
    public async Task Who_is_hidden_from_the_others_is_told_as_such()
    {
        await using var hub = await TestHub.StartAsync(options =>
        {
            JoinTokens.Require(options);
            _receiver.Configure(options);
        });
        await hub.ConnectWithAsync(JoinTokens.TokenOf(hub.Time, "mod", TopicGrants.Hidden), "tea");

        (await _receiver.TakeAsync(2))[1].Data.GetProperty("hidden").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task A_session_that_is_interrupted_and_resumes_has_neither_left_nor_joined()
    {
        await using var hub = await TestHub.StartAsync(_receiver.Configure);
        var ada = await hub.ConnectAsync("tea");
        for (var i = 0; i < 3; i++)
        {
            await ada.DropAsync();
            ada = await hub.ResumeAsync(ada);
        }

        await ada.InvokeAsync("Bye");

        (await _receiver.TakeAsync(4)).Select(hook => hook.Type).Should().Equal("topic.started", "peer.joined", "peer.left", "topic.emptied");
    }

    [Fact]
    public async Task Who_does_not_come_back_in_time_has_left_by_timeout()
    {
        await using var hub = await TestHub.StartAsync(options =>
        {
            _receiver.Configure(options);
            options.Webhooks.Events = ["peer.left"]; // for one that is on its way would not be taken in time either
        });
        var (ada, bob) = (await hub.ConnectAsync("tea"), await hub.ConnectAsync("tea"));
        await ada.DropAsync();
        await bob.NextAsync("PeerUpdated");

        hub.Time.Advance(TimeSpan.FromSeconds(31));

        (await _receiver.TakeAsync(1))[0].Data.GetProperty("reason").GetString().Should().Be("timeout");
    }

    [Fact]
    public async Task Whom_a_moderator_takes_out_has_left_as_removed()
    {
        await using var hub = await TestHub.StartAsync(options =>
        {
            JoinTokens.Require(options);
            _receiver.Configure(options);
        });
        var mod = await hub.ConnectWithAsync(JoinTokens.TokenOf(hub.Time, "mod", TopicGrants.Moderate), "tea");
        var bob = await hub.ConnectWithAsync(JoinTokens.TokenOf(hub.Time, "bob"), "tea");
        await mod.NextAsync("PeerJoined");

        await mod.InvokeAsync("RemovePeer", "tea", bob.PeerId);

        var left = (await _receiver.TakeAsync(4))[3];
        (left.Type, left.PeerId, left.Data.GetProperty("reason").GetString()).Should().Be(("peer.left", bob.PeerId, "removed"));
    }

    [Fact]
    public async Task A_receiver_that_is_down_holds_nobody_up()
    {
        await using var hub = await TestHub.StartAsync(options =>
        {
            _receiver.Configure(options);
            options.Webhooks.Timeout = TimeSpan.FromMinutes(5); // of a time that goes fast
        });
        await _receiver.GoAwayAsync();

        var peers = await hub.MeetAsync("tea", 5);
        foreach (var peer in peers)
            (await peer.CodeOfAsync("Unsubscribe", "tea")).Should().Be("ok");
        await _receiver.ComeBackAsync();

        var hooks = await _receiver.TakeAsync(12, () => hub.Time.Advance(TimeSpan.FromMilliseconds(50)));
        hooks.Select(hook => hook.Sequence).Should().Equal(Enumerable.Range(1, 12).Select(number => (long)number));
    }
}
