using System.Collections.Concurrent;
using System.Diagnostics;

namespace RtcHub.Tests.Diagnostics;

/// <summary>What a node counts, each by what brings it about. All clients are on the first node.</summary>
public sealed class HubMetricsTests
{
    [Fact]
    public async Task Signals_count_by_kind_outcome_and_path_whichever_way_they_come_in()
    {
        await using var hub = await TestHub.StartAsync();
        using var measured = new Measured(hub.Services);
        await using var ada = await ConnectAsync(hub, "tea");
        await using var bob = await ConnectAsync(hub, "tea");
        await using var carl = await ConnectAsync(hub);

        (await ada.CodeOfAsync("SendOffer", "tea", bob.PeerId, new { })).Should().Be("ok");
        (await ada.CodeOfAsync("sendoffer", "tea", bob.PeerId, new { })).Should().Be("ok", "SignalR's way, past the lane of signals");
        (await ada.CodeOfAsync("SendMessage", "tea", "*", 1)).Should().Be("ok");
        (await ada.CodeOfAsync("SendCandidate", "tea", carl.PeerId, null)).Should().Be("peer_gone");
        (await carl.CodeOfAsync("SendAnswer", "tea", bob.PeerId, new { })).Should().Be("not_subscribed");
        await bob.DropAsync();
        await ada.NextAsync("PeerJoined");
        await ada.NextAsync("PeerUpdated");
        (await ada.CodeOfAsync("SendOffer", "tea", bob.PeerId, new { })).Should().Be("queued");

        measured.Read("rtchub.signals").Should().BeEquivalentTo(new Dictionary<string, double>
        {
            ["kind=offer outcome=ok path=local"] = 2,
            ["kind=message outcome=ok path=local"] = 1,
            ["kind=candidate outcome=peer_gone path=none"] = 1,
            ["kind=answer outcome=not_subscribed path=none"] = 1,
            ["kind=offer outcome=queued path=local"] = 1,
        });
        measured.Read("rtchub.refusals").Should().BeEquivalentTo(new Dictionary<string, double> { ["code=peer_gone"] = 1, ["code=not_subscribed"] = 1 });
        measured.Read("rtchub.sessions.interrupted").Values.Should().Equal(1);
        measured.Read("rtchub.peers").Values.Should().Equal(2);
        measured.Read("rtchub.replay.bytes").Values.Single().Should().BePositive();
    }

    [Fact]
    public async Task Joins_resumes_and_refusals_count_by_code()
    {
        await using var hub = await TestHub.StartAsync(options => options.MaxPeersPerTopic = 1);
        using var measured = new Measured(hub.Services);
        await using var ada = await ConnectAsync(hub, "tea");
        await using var bob = await ConnectAsync(hub);

        (await bob.CodeOfAsync("Subscribe", "tea", null)).Should().Be("topic_full");
        (await bob.CodeOfAsync("Subscribe", "", null)).Should().Be("invalid_topic");
        (await bob.CodeOfAsync("GetIceServers", "tea")).Should().Be("not_subscribed");
        var made = hub.Time.WhenTimerAsync(TimeSpan.FromMilliseconds(100)); // who makes up tickets waits
        var guessing = bob.CodeOfAsync("Resume", "a ticket that is none", 0);
        await made;
        hub.Time.Advance(TimeSpan.FromMilliseconds(100));
        (await guessing).Should().Be("session_gone");
        await ada.DropAsync();
        (await bob.ResumeAsync(ada, ada.Received)).Code().Should().Be("ok");

        measured.Read("rtchub.joins").Should().BeEquivalentTo(
            new Dictionary<string, double> { ["outcome=ok"] = 1, ["outcome=topic_full"] = 1, ["outcome=invalid_topic"] = 1 });
        measured.Read("rtchub.resumes").Should().BeEquivalentTo(new Dictionary<string, double> { ["outcome=ok"] = 1, ["outcome=session_gone"] = 1 });
        measured.Read("rtchub.refusals").Should().BeEquivalentTo(new Dictionary<string, double>
        {
            ["code=topic_full"] = 1, ["code=invalid_topic"] = 1, ["code=not_subscribed"] = 1, ["code=session_gone"] = 1,
        });
        measured.Recorded("rtchub.join.duration", "").Should().HaveCount(3);
    }

    [Fact]
    public async Task What_a_client_has_had_for_long_is_kept_no_more_and_it_can_resume_all_the_same()
    {
        await using var hub = await TestHub.StartAsync();
        using var measured = new Measured(hub.Services);
        await using var ada = await ConnectAsync(hub, "tea");
        await using var bob = await ConnectAsync(hub, "tea");
        await ada.InvokeAsync("SendMessage", "tea", bob.PeerId, 1);
        await bob.DrainAsync();
        await ada.DrainAsync();

        hub.Time.Advance(TimeSpan.FromSeconds(1));
        measured.Read("rtchub.replay.bytes").Values.Single().Should().BePositive("it may be asked for again");
        await Eventually.TrueAsync(TimeSpan.FromSeconds(10), AreNoneKept, "nothing is kept of what is old");

        var before = bob.Received;
        await ada.InvokeAsync("SendMessage", "tea", bob.PeerId, 2);
        await bob.NextAsync("Message");
        await bob.DropAsync();
        await using var back = await ConnectAsync(hub);
        (await back.ResumeAsync(bob, before)).Code().Should().Be("ok");
        (await back.NextAsync("Message"))[2].GetInt32().Should().Be(2);

        async Task<bool> AreNoneKept()
        {
            hub.Time.Advance(TimeSpan.FromSeconds(10));
            await ada.InvokeAsync("Unsubscribe", "a topic that nobody is in"); // neither is silent for long
            await bob.InvokeAsync("Unsubscribe", "a topic that nobody is in");
            return measured.Read("rtchub.replay.bytes").Values.Single() == 0;
        }
    }

    [Fact]
    public async Task What_is_kept_for_a_session_goes_with_it()
    {
        await using var hub = await TestHub.StartAsync();
        using var measured = new Measured(hub.Services);
        await using var ada = await ConnectAsync(hub, "tea");
        await using var bob = await ConnectAsync(hub, "tea");
        await bob.DropAsync();
        await ada.NextAsync("PeerJoined");
        await ada.NextAsync("PeerUpdated");
        await ada.InvokeAsync("SendMessage", "tea", bob.PeerId, 1);
        measured.Read("rtchub.sessions.interrupted").Values.Should().Equal(1);

        hub.Time.Advance(TimeSpan.FromSeconds(31));
        await ada.NextAsync("PeerLeft");
        (await ada.InvokeAsync("Bye")).Code().Should().Be("ok");

        await Eventually.TrueAsync(
            TimeSpan.FromSeconds(10), () => measured.Read("rtchub.peers").Values.Single() == 0, "nobody is in the topic");
        measured.Read("rtchub.sessions.interrupted").Values.Should().Equal(0);
        measured.Read("rtchub.replay.bytes").Values.Should().Equal(0);
    }

    [Fact]
    public async Task A_signal_that_waits_for_its_reader_to_come_back_took_that_long()
    {
        await using var hub = await TestHub.StartAsync(); // the canary wants every signal traced
        using var measured = new Measured(hub.Services);
        await using var ada = await ConnectAsync(hub, "tea");
        await using var bob = await ConnectAsync(hub, "tea");
        await bob.DropAsync();
        await ada.NextAsync("PeerJoined");
        await ada.NextAsync("PeerUpdated");
        (await ada.CodeOfAsync("SendOffer", "tea", bob.PeerId, new { })).Should().Be("queued");
        measured.Recorded("rtchub.signal.delivery.duration", "path=local").Should().BeEmpty();

        hub.Time.Advance(TimeSpan.FromSeconds(5));
        await using var back = await ConnectAsync(hub);
        (await back.ResumeAsync(bob, bob.Received)).Code().Should().Be("ok");
        await back.NextAsync("Offer");

        measured.Recorded("rtchub.signal.delivery.duration", "path=local").Should().Equal(5);
    }

    [Fact]
    public async Task Each_signal_is_a_trace_of_its_own_and_no_part_of_the_connection_that_it_came_over()
    {
        var sends = new ConcurrentQueue<Activity>(); // also of other tests' hubs
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "RtcHub" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span =>
            {
                if (span.DisplayName == "signal send")
                    sends.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var hub = await TestHub.StartAsync();
        await using var ada = await ConnectAsync(hub, "tea");
        await using var bob = await ConnectAsync(hub, "tea");

        for (var i = 0; i < 3; i++)
            (await ada.CodeOfAsync("SendOffer", "tea", bob.PeerId, new { })).Should().Be("ok");

        var seen = sends.ToArray();
        seen.Should().HaveCountGreaterThanOrEqualTo(3).And.OnlyContain(span => span.ParentSpanId == default);
        seen.Select(span => span.TraceId).Should().OnlyHaveUniqueItems();
    }

    private static Task<TestPeer> ConnectAsync(TestHub hub, string? topic = null) =>
        TestPeer.ConnectAsync(new UriBuilder(hub.NodeUrl) { Query = topic is null ? "" : $"topic={topic}" }.Uri);
}
