using Microsoft.Extensions.DependencyInjection;
using RtcHub.Backplane;
using RtcHub.Sessions;
using RtcHub.Topics;

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

    /// <summary>The first join is done at once; its answer waits.</summary>
    private sealed class LateBackplane : BentBackplane
    {
        public TaskCompletionSource FirstJoined { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource FirstAnswered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override async ValueTask<JoinOutcome> JoinAsync(string topic, Member member, Tickets tickets, int capacity)
        {
            var outcome = await base.JoinAsync(topic, member, tickets, capacity);
            if (FirstJoined.TrySetResult())
                await FirstAnswered.Task;
            return outcome;
        }
    }
}
