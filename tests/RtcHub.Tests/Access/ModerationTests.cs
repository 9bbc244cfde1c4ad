using static RtcHub.Tests.Support.JoinTokens;

namespace RtcHub.Tests.Access;

/// <summary>Who may moderate takes others out of a topic and locks it.</summary>
public class ModerationTests
{
    [Fact]
    public async Task A_moderator_takes_a_peer_out()
    {
        await using var hub = await StartWithTokensAsync();
        var (mod, ada, bob) = await MeetAsync(hub);

        (await mod.InvokeAsync("RemovePeer", "tea", ada.PeerId)).GetRawText().Should().Be("""{"code":"ok"}""");

        var left = await bob.NextAsync("PeerLeft");
        (left[1].GetString(), left[2].GetString()).Should().Be((ada.PeerId, "removed"));
        (await mod.NextAsync("PeerLeft"))[1].GetString().Should().Be(ada.PeerId);
        var removed = await ada.NextAsync("Removed");
        (removed[0].GetString(), removed[1].GetString()).Should().Be(("tea", "removed"));
        (await ada.CodeOfAsync("SendMessage", "tea", bob.PeerId, 1)).Should().Be("not_subscribed");
        (await bob.CodeOfAsync("SendMessage", "tea", ada.PeerId, 1)).Should().Be("peer_gone");
        (await ada.DrainAsync()).Should().BeEmpty();
        (await ada.CodeOfAsync("Subscribe", "tea", null)).Should().Be("ok", "its token still allows it");
        (await bob.NextAsync("PeerJoined"))[1].PeerId().Should().Be(ada.PeerId);
    }

    [Fact]
    public async Task One_who_is_interrupted_can_be_taken_out_and_hears_of_it_when_it_resumes()
    {
        await using var hub = await StartWithTokensAsync();
        var (mod, ada, bob) = await MeetAsync(hub);
        await ada.DropAsync();
        await bob.NextAsync("PeerUpdated");
        await hub.SettleAsync();

        (await mod.CodeOfAsync("RemovePeer", "tea", ada.PeerId)).Should().Be("ok");
        await bob.NextAsync("PeerLeft");
        var back = await hub.ResumeAsync(ada);

        (await back.NextAsync("Removed"))[1].GetString().Should().Be("removed");
        (await back.CodeOfAsync("SendMessage", "tea", bob.PeerId, 1)).Should().Be("not_subscribed");
        (await bob.DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Only_moderators_remove_and_lock_and_only_whom_they_see()
    {
        await using var hub = await StartWithTokensAsync();
        var (mod, ada, bob) = await MeetAsync(hub);
        var spy = await hub.ConnectWithAsync(TokenOf(hub.Time, "spy", TopicGrants.Hidden), "tea");

        (await ada.CodeOfAsync("RemovePeer", "tea", bob.PeerId)).Should().Be("forbidden");
        (await ada.CodeOfAsync("LockTopic", "tea", true)).Should().Be("forbidden");
        (await mod.CodeOfAsync("RemovePeer", "team-1", bob.PeerId)).Should().Be("not_subscribed");
        (await mod.CodeOfAsync("LockTopic", "team-1", true)).Should().Be("not_subscribed");
        foreach (var nobody in new[] { spy.PeerId, mod.PeerId, Guid.NewGuid().ToString(), "", null, "*" })
            (await mod.CodeOfAsync("RemovePeer", "tea", nobody)).Should().Be("peer_gone");
        (await bob.DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_locked_topic_takes_in_moderators_only_and_keeps_who_is_in()
    {
        await using var hub = await StartWithTokensAsync();
        var (mod, ada, bob) = await MeetAsync(hub);

        (await mod.CodeOfAsync("LockTopic", "tea", true)).Should().Be("ok");
        var updated = await bob.NextAsync("PeerUpdated");
        (updated[1].PeerId(), updated[1].GetProperty("locks").GetBoolean()).Should().Be((mod.PeerId, true));
        await ada.NextAsync("PeerUpdated");
        var late = await hub.ConnectWithAsync(TokenOf(hub.Time, "late"), "tea");
        late.Welcome.GetProperty("subscriptions").GetArrayLength().Should().Be(0);
        (await late.CodeOfAsync("Subscribe", "tea", null)).Should().Be("topic_locked");
        (await ada.CodeOfAsync("Subscribe", "tea", null)).Should().Be("ok", "it is in");
        await ada.DropAsync();
        (await bob.NextAsync("PeerUpdated"))[1].State().Should().Be("interrupted");
        await hub.ResumeAsync(ada);
        var second = await hub.ConnectWithAsync(TokenOf(hub.Time, "second", TopicGrants.Moderate), "tea");
        second.Welcome.GetProperty("subscriptions")[0].GetProperty("peers")[0].GetProperty("locks").GetBoolean().Should().BeTrue();

        (await mod.CodeOfAsync("LockTopic", "tea", false)).Should().Be("ok");
        (await late.CodeOfAsync("Subscribe", "tea", null)).Should().Be("ok");
    }

    [Fact]
    public async Task A_lock_goes_with_the_moderator_who_keeps_it_and_with_the_right_to()
    {
        await using var hub = await StartWithTokensAsync();
        var (mod, _, bob) = await MeetAsync(hub);
        var late = await hub.ConnectWithAsync(TokenOf(hub.Time, "late"));
        await mod.InvokeAsync("LockTopic", "tea", true);
        (await late.CodeOfAsync("Subscribe", "tea", null)).Should().Be("topic_locked");

        (await mod.CodeOfAsync("RefreshToken", TokenOf(hub.Time, "mod", TopicGrants.Signal))).Should().Be("ok");
        await bob.NextAsync("PeerUpdated");
        (await bob.NextAsync("PeerUpdated"))[1].Fields().Should().NotContain("locks");
        (await late.CodeOfAsync("Subscribe", "tea", null)).Should().Be("ok");
        await late.InvokeAsync("Unsubscribe", "tea");

        (await mod.CodeOfAsync("RefreshToken", TokenOf(hub.Time, "mod", TopicGrants.Moderate))).Should().Be("ok");
        await mod.InvokeAsync("LockTopic", "tea", true);
        (await late.CodeOfAsync("Subscribe", "tea", null)).Should().Be("topic_locked");
        await mod.InvokeAsync("Unsubscribe", "tea");
        (await late.CodeOfAsync("Subscribe", "tea", null)).Should().Be("ok");
    }

    /// <summary>A moderator and two others, who have heard of each other.</summary>
    private static async Task<(TestPeer Moderator, TestPeer Ada, TestPeer Bob)> MeetAsync(TestHub hub)
    {
        var mod = await hub.ConnectWithAsync(TokenOf(hub.Time, "mod", TopicGrants.Moderate | TopicGrants.Message), "tea");
        var ada = await hub.ConnectWithAsync(TokenOf(hub.Time, "ada"), "tea");
        var bob = await hub.ConnectWithAsync(TokenOf(hub.Time, "bob"), "tea");
        foreach (var peer in new[] { mod, ada, bob })
            await peer.DrainAsync();
        return (mod, ada, bob);
    }
}
