using Microsoft.Extensions.DependencyInjection;
using RtcHub.Backplane;
using RtcHub.Sessions;
using RtcHub.Topics;
using static RtcHub.Tests.Support.JoinTokens;

namespace RtcHub.Tests;

public class LateJoinAnswerTests
{
    [Fact]
    public async Task A_peer_whose_join_is_answered_late_hears_of_those_that_joined_after_it()
    {
        var backplane = new LateBackplane();
        await using var hub = await TestHub.StartAsync(add: services => services.AddSingleton<IBackplane>(backplane));
        var ada = await hub.ConnectAsync();
        var joining = ada.SubscribeAsync("tea");
        await backplane.FirstJoined.Task;
        var bob = await hub.ConnectAsync("tea");
        await bob.InvokeAsync("SendMessage", "tea", "*", 1);
        var eve = await hub.ConnectAsync("tea");
        await eve.InvokeAsync("Bye");

        backplane.FirstAnswered.SetResult();
        var subscription = await joining;

        subscription.Version().Should().Be(1);
        subscription.GetProperty("peers").GetArrayLength().Should().Be(0);
        (await ada.DrainAsync()).Select(call => (call.Method, call[1].ToString().Contains(bob.PeerId)))
            .Should().Equal(("PeerJoined", true), ("Message", true), ("PeerJoined", false), ("PeerLeft", false));
    }

    [Fact]
    public async Task A_peer_who_was_in_before_its_join_is_told_nothing_that_the_answer_has()
    {
        var backplane = new LateBackplane { HasJoinedBefore = true };
        await using var hub = await TestHub.StartAsync(add: services => services.AddSingleton<IBackplane>(backplane));
        var ada = await hub.ConnectAsync();
        var joining = ada.SubscribeAsync("tea");
        await backplane.FirstJoined.Task;
        var (bob, eve) = (await hub.ConnectAsync("tea"), await hub.ConnectAsync("tea"));
        await eve.InvokeAsync("SendMessage", "tea", ada.PeerId, "she has left since");
        await bob.InvokeAsync("SendMessage", "tea", ada.PeerId, "he is still there");
        await eve.InvokeAsync("Bye");

        backplane.FirstAnswered.SetResult();

        (await joining).GetProperty("peers").PeerIds().Should().Equal(bob.PeerId);
        (await ada.DrainAsync()).Should().ContainSingle().Which[2].GetString().Should().Be("he is still there");
        await bob.InvokeAsync("Bye");
        (await ada.NextAsync("PeerLeft"))[1].GetString().Should().Be(bob.PeerId);
    }

    [Fact]
    public async Task A_peer_who_is_removed_before_its_join_is_answered_hears_of_that_and_is_not_in()
    {
        var backplane = new LateBackplane();
        await using var hub = await StartWithTokensAsync(services => services.AddSingleton<IBackplane>(backplane));
        var ada = await hub.ConnectWithAsync(TokenOf(hub.Time, "ada"));
        var joining = ada.SubscribeAsync("tea");
        await backplane.FirstJoined.Task;
        var mod = await hub.ConnectWithAsync(TokenOf(hub.Time, "mod", TopicGrants.Moderate | TopicGrants.Message), "tea");
        (await mod.CodeOfAsync("RemovePeer", "tea", ada.PeerId)).Should().Be("ok");

        backplane.FirstAnswered.SetResult();
        await joining;

        (await ada.NextAsync("PeerJoined"))[1].PeerId().Should().Be(mod.PeerId);
        (await ada.NextAsync("Removed"))[1].GetString().Should().Be("removed");
        (await ada.CodeOfAsync("SendMessage", "tea", "*", 1)).Should().Be("not_subscribed");
        (await ada.CodeOfAsync("Subscribe", "tea", null)).Should().Be("ok");
        (await mod.CodeOfAsync("SendMessage", "tea", ada.PeerId, 1)).Should().Be("ok");
        (await ada.NextAsync("Message"))[2].GetInt32().Should().Be(1, "it is in again");
    }

    /// <summary>The first join is done at once; its answer waits.</summary>
    private sealed class LateBackplane : BentBackplane
    {
        /// <summary>Another join before it was done, and this one only asks.</summary>
        public bool HasJoinedBefore { get; init; }

        public TaskCompletionSource FirstJoined { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource FirstAnswered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask<JoinOutcome> JoinAsync(string topic, Member member, Tickets tickets, int capacity)
        {
            var outcome = await base.JoinAsync(topic, member, tickets, capacity);
            if (!FirstJoined.TrySetResult())
                return outcome;
            await FirstAnswered.Task;
            return HasJoinedBefore ? outcome with { Snapshot = await FetchAsync(topic) } : outcome;
        }
    }
}
