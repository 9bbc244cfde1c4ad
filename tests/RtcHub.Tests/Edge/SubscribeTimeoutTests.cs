using Microsoft.Extensions.DependencyInjection;
using RtcHub.Backplane;

namespace RtcHub.Tests.Edge;

/// <summary>A connection that does not make for a topic is closed.</summary>
public class SubscribeTimeoutTests
{
    private static readonly TimeSpan AlmostTimeout = TimeSpan.FromSeconds(9.999);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(0.001);

    [Fact]
    public async Task Who_has_not_subscribed_within_ten_seconds_is_cut_and_nothing_is_kept()
    {
        await using var hub = await TestHub.StartAsync();
        var idle = await hub.ConnectAsync();
        hub.Time.Advance(AlmostTimeout);
        (await idle.CodeOfAsync("GetIceServers", "tea")).Should().Be("not_subscribed", "calls do not help, but it is there still");

        hub.Time.Advance(Rest);
        await idle.Closed;

        var back = await hub.ConnectAsync();
        (await back.ResumeAsync(idle, received: 0)).Code().Should().Be("session_gone");
    }

    [Fact]
    public async Task Who_could_not_subscribe_is_cut_too()
    {
        await using var hub = await TestHub.StartAsync();
        var refused = await hub.ConnectAsync();
        (await refused.CodeOfAsync("Subscribe", " no topic ", null)).Should().Be("invalid_topic");

        hub.Time.Advance(AlmostTimeout + Rest);

        await refused.Closed;
    }

    [Fact]
    public async Task Who_was_in_a_topic_may_be_in_none()
    {
        await using var hub = await TestHub.StartAsync();
        var inTopic = await hub.ConnectAsync("tea");
        var leaver = await hub.ConnectAsync("tea");
        await leaver.InvokeAsync("Unsubscribe", "tea");
        var late = await hub.ConnectAsync();
        hub.Time.Advance(AlmostTimeout);
        await late.SubscribeAsync("tea");

        hub.Time.Advance(Rest);
        hub.Time.Advance(TimeSpan.FromHours(1));

        foreach (var peer in new[] { inTopic, leaver, late })
            (await peer.CodeOfAsync("Unsubscribe", "coffee")).Should().Be("ok");
    }

    [Fact]
    public async Task Who_resumed_may_be_in_none()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        await ada.InvokeAsync("Unsubscribe", "tea");
        await ada.DropAsync();

        var back = await hub.ResumeAsync(ada);
        hub.Time.Advance(TimeSpan.FromHours(1));

        (await back.CodeOfAsync("Unsubscribe", "coffee")).Should().Be("ok");
    }

    [Fact]
    public async Task Who_said_goodbye_has_as_long_to_resume_another_session()
    {
        await using var hub = await TestHub.StartAsync();
        var lost = await hub.ConnectAsync("tea");
        await lost.DropAsync();
        var (stays, resumes) = (await hub.ConnectAsync("coffee"), await hub.ConnectAsync("milk"));
        foreach (var leaver in new[] { stays, resumes })
            (await leaver.CodeOfAsync("Bye")).Should().Be("ok");
        hub.Time.Advance(AlmostTimeout);
        (await stays.CodeOfAsync("Unsubscribe", "tea")).Should().Be("session_gone");
        (await resumes.ResumeAsync(lost, lost.Received)).Code().Should().Be("ok");

        hub.Time.Advance(Rest);

        await stays.Closed;
        (await resumes.CodeOfAsync("Unsubscribe", "coffee")).Should().Be("ok");
    }

    [Fact]
    public async Task Who_lost_the_connection_before_subscribing_has_the_resume_window()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync();
        var interrupted = hub.Time.WhenTimerAsync(TimeSpan.FromSeconds(30));
        await ada.DropAsync();
        await interrupted;

        hub.Time.Advance(TimeSpan.FromSeconds(29));
        var back = await hub.ResumeAsync(ada);
        hub.Time.Advance(TimeSpan.FromHours(1));

        (await back.CodeOfAsync("Unsubscribe", "coffee")).Should().Be("ok");
    }

    [Fact]
    public async Task While_the_other_nodes_cannot_be_reached_nobody_is_cut()
    {
        var backplane = new AwayBackplane();
        await using var hub = await TestHub.StartAsync(add: services => services.AddSingleton<IBackplane>(backplane));
        var ada = await hub.ConnectAsync();

        backplane.IsAway = true;
        for (var i = 0; i < 60; i++)
            hub.Time.Advance(TimeSpan.FromSeconds(10));
        (await ada.CodeOfAsync("Unsubscribe", "coffee")).Should().Be("ok");

        backplane.IsAway = false;
        hub.Time.Advance(TimeSpan.FromSeconds(10));
        await ada.Closed;
    }

    private sealed class AwayBackplane : BentBackplane
    {
        public bool IsAway { get; set; }

        public override bool IsAvailable => !IsAway;
    }
}
