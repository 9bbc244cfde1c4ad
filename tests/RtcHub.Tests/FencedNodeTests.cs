using Microsoft.Extensions.DependencyInjection;
using RtcHub.Wire;
using RtcHub.Backplane;
using RtcHub.Draining;
using RtcHub.Sessions;

namespace RtcHub.Tests;

/// <summary>A node that has stood still for too long does not know whose its sessions are.</summary>
public class FencedNodeTests
{
    private readonly FencedBackplane _backplane = new();

    [Fact]
    public async Task Every_call_is_refused_and_nothing_is_delivered_while_a_node_stays_fenced()
    {
        await using var hub = await StartAsync();
        var peers = await hub.MeetAsync("tea", 2);

        _backplane.Fence();
        foreach (var (method, arguments) in AllCalls.With("tea", peers[1].PeerId).Where(call => call.Method != "Bye"))
        {
            var waits = hub.Time.WhenTimerAsync(CallFilter.Patience);
            var code = peers[0].CodeOfAsync(method, arguments);
            await waits;
            hub.Time.Advance(CallFilter.Patience);
            (await code).Should().Be("backplane_unavailable", method);
        }

        _backplane.Unfence();

        (await peers[1].DrainAsync()).Should().BeEmpty("what was refused is not delivered later either");
        (await peers[0].CodeOfAsync("SendMessage", "tea", peers[1].PeerId, 1)).Should().Be("ok", "it is still in the topic");
    }

    [Fact]
    public async Task A_node_that_is_fenced_for_a_moment_answers_after_that_and_in_order()
    {
        await using var hub = await StartAsync();
        var peers = await hub.MeetAsync("tea", 2);

        _backplane.Fence();
        var codes = Enumerable.Range(1, 3).Select(n => peers[0].CodeOfAsync("SendMessage", "tea", peers[1].PeerId, n)).ToArray();
        await _backplane.Waits;
        codes.Should().OnlyContain(code => !code.IsCompleted);
        _backplane.Unfence();

        (await Task.WhenAll(codes)).Should().OnlyContain(code => code == "ok");
        (await peers[1].DrainAsync()).Select(call => call[2].GetInt32()).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task A_session_is_not_resumed_while_its_node_is_fenced()
    {
        await using var hub = await StartAsync();
        var ada = await hub.ConnectAsync("tea");
        await ada.DropAsync();
        var back = await hub.ConnectAsync();

        _backplane.Fence();
        var waits = hub.Time.WhenTimerAsync(CallFilter.Patience);
        var answer = back.InvokeAsync("Resume", ada.Ticket, ada.Received);
        await waits;
        hub.Time.Advance(CallFilter.Patience);
        (await answer).Code().Should().Be("backplane_unavailable");
        _backplane.Unfence();

        (await back.ResumeAsync(ada, ada.Received)).Code().Should().Be("ok");
    }

    [Fact]
    public async Task A_client_that_is_cut_while_its_call_waits_is_no_error()
    {
        await using var hub = await StartAsync();
        var ada = await hub.ConnectAsync("tea");

        _backplane.Fence();
        var call = ada.InvokeAsync("GetIceServers", "tea");
        await _backplane.Waits;
        hub.Services.GetRequiredService<SessionRegistry>().All.Single().Disconnect();
        await call.Invoking(answer => answer).Should().ThrowAsync<Exception>("it has no answer");
        await hub.Services.GetRequiredService<ConnectionCount>().WhenNone().WaitAsync(TimeSpan.FromSeconds(10));
        _backplane.Unfence();
    }

    private Task<TestHub> StartAsync() => TestHub.StartAsync(add: services => services.AddSingleton<IBackplane>(_backplane));

    private sealed class FencedBackplane : BentBackplane
    {
        private readonly TaskCompletionSource _waits = new();
        private volatile TaskCompletionSource? _fence;

        /// <summary>Completes when a call waits.</summary>
        public Task Waits => _waits.Task;

        public override bool IsFenced => _fence is not null;

        public void Fence() => _fence = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Unfence()
        {
            var fence = _fence!;
            _fence = null;
            fence.SetResult();
        }

        public override Task WhenUnfencedAsync()
        {
            _waits.TrySetResult();
            return _fence?.Task ?? Task.CompletedTask;
        }
    }
}
