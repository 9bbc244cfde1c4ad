using Microsoft.Extensions.DependencyInjection;
using RtcHub.Backplane;

namespace RtcHub.Tests;

/// <summary>A node that has stood still for too long does not know whose its sessions are.</summary>
public class FencedNodeTests
{
    [Fact]
    public async Task Every_call_is_refused_and_nothing_is_delivered_while_a_node_is_fenced()
    {
        var backplane = new FencedBackplane();
        await using var hub = await TestHub.StartAsync(add: services => services.AddSingleton<IBackplane>(backplane));
        var peers = await hub.MeetAsync("tea", 2);

        backplane.Fenced = true;
        foreach (var (method, arguments) in AllCalls.With("tea", peers[1].PeerId).Where(call => call.Method != "Bye"))
            (await peers[0].CodeOfAsync(method, arguments)).Should().Be("backplane_unavailable", method);
        backplane.Fenced = false;

        (await peers[1].DrainAsync()).Should().BeEmpty("what was refused is not delivered later either");
        (await peers[0].CodeOfAsync("SendMessage", "tea", peers[1].PeerId, 1)).Should().Be("ok", "it is still in the topic");
    }

    [Fact]
    public async Task A_session_is_not_resumed_while_its_node_is_fenced()
    {
        var backplane = new FencedBackplane();
        await using var hub = await TestHub.StartAsync(add: services => services.AddSingleton<IBackplane>(backplane));
        var ada = await hub.ConnectAsync("tea");
        await ada.DropAsync();
        var back = await hub.ConnectAsync();

        backplane.Fenced = true;
        (await back.InvokeAsync("Resume", ada.Ticket, ada.Received)).Code().Should().Be("backplane_unavailable");
        backplane.Fenced = false;

        (await back.ResumeAsync(ada, ada.Received)).Code().Should().Be("ok");
    }

    private sealed class FencedBackplane : BentBackplane
    {
        private volatile bool _fenced;

        public bool Fenced
        {
            set => _fenced = value;
        }

        public override bool IsFenced => _fenced;
    }
}
