using static RtcHub.Tests.Support.JsonElements;

namespace RtcHub.Tests;

public class ResumeTests
{
    [Fact]
    public async Task Everything_after_received_is_sent_again_in_order()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        for (var n = 1; n <= 3; n++)
            await peers[0].InvokeAsync("SendMessage", "tea", peers[1].PeerId, n);
        (await peers[1].DrainAsync()).Should().HaveCount(3);
        await peers[1].DropAsync();
        await peers[0].NextAsync("PeerUpdated");
        for (var n = 4; n <= 5; n++)
            await peers[0].InvokeAsync("SendMessage", "tea", "*", n);

        var back = await hub.ConnectAsync();
        var answer = await back.ResumeAsync(peers[1], received: 1);

        answer.GetRawText().Should().Be("""{"received":0,"code":"ok"}""");
        (await back.DrainAsync()).Select(call => call[2].GetInt32()).Should().Equal(2, 3, 4, 5);
    }

    [Fact]
    public async Task The_session_has_its_old_id_and_topics_and_a_new_ticket()
    {
        await using var hub = await TestHub.StartAsync();
        var other = await hub.ConnectAsync("tea");
        var ada = await hub.ConnectAsync("tea", "coffee");
        await ada.DropAsync();

        var back = await hub.ResumeAsync(ada);

        back.PeerId.Should().Be(ada.PeerId);
        back.Ticket.Should().NotBe(ada.Ticket);
        back.Welcome.GetProperty("subscriptions").EnumerateArray().Select(subscription => subscription.GetProperty("topic").GetString())
            .Should().BeEquivalentTo("tea", "coffee");
        (await back.CodeOfAsync("SendMessage", "tea", other.PeerId, 1)).Should().Be("ok");
        (await other.DrainAsync()).Single(call => call.Method == "Message")[1].GetString().Should().Be(ada.PeerId);
    }

    [Fact]
    public async Task The_answer_comes_first_then_the_welcome_then_the_events()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].DropAsync();
        await peers[0].InvokeAsync("SendMessage", "tea", peers[1].PeerId, 1);
        await peers[0].InvokeAsync("SendMessage", "tea", peers[1].PeerId, 2);
        var raw = await hub.ConnectRawAsync();
        await raw.WelcomeAsync();

        await raw.SendAsync(RawClient.Invocation("7", "Resume", $"\"{peers[1].Ticket}\"", "0"));

        (await raw.NextFrameAsync()).Should().Be("""{"type":3,"invocationId":"7","result":{"received":0,"code":"ok"}}""");
        (await raw.WelcomeAsync()).PeerId().Should().Be(peers[1].PeerId);
        (await raw.NextFrameAsync()).Should().EndWith(",1]}");
        (await raw.NextFrameAsync()).Should().EndWith(",2]}");
    }

    [Fact]
    public async Task Received_counts_every_send_that_was_handled_refused_or_not()
    {
        await using var hub = await TestHub.StartAsync(options => options.CallBurst = 7);
        var ada = await hub.ConnectAsync("tea"); // one of the burst
        string[] codes =
        [
            await ada.CodeOfAsync("SendMessage", "tea", "*", 1),
            await ada.CodeOfAsync("SendOffer", "tea", "nobody", Json("{}")),
            await ada.CodeOfAsync("SendAnswer", "tea", "nobody", 5),
            await ada.CodeOfAsync("SendCandidate", "coffee", "nobody", null),
            await ada.CodeOfAsync("UpdateMetadata", "tea", Json("{}")),
            await ada.CodeOfAsync("GetIceServers", "tea"),
            await ada.CodeOfAsync("SendMessage", "tea", "*", 1),
        ];
        codes.Should().Equal("ok", "peer_gone", "invalid_payload", "not_subscribed", "ok", "ok", "rate_limited");
        await ada.DropAsync();

        var back = await hub.ConnectAsync();

        (await back.ResumeAsync(ada, 0)).GetProperty("received").GetInt64().Should().Be(5, "Send* calls count and others don't");
    }

    [Fact]
    public async Task Both_counts_go_on_after_a_resume()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        var lost = peers[1];
        for (var round = 1; round <= 3; round++)
        {
            await lost.InvokeAsync("SendMessage", "tea", peers[0].PeerId, round);
            await peers[0].InvokeAsync("SendMessage", "tea", lost.PeerId, round);
            (await lost.DrainAsync()).Should().ContainSingle();
            await lost.DropAsync();
            await peers[0].InvokeAsync("SendMessage", "tea", lost.PeerId, -round);

            var back = await hub.ConnectAsync();
            (await back.ResumeAsync(lost, lost.Received)).GetProperty("received").GetInt64().Should().Be(round);
            (await back.DrainAsync()).Select(call => call[2].GetInt32()).Should().Equal(-round);
            lost = back;
        }

        lost.Received.Should().Be(6);
    }

    [Fact]
    public async Task Roster_changes_are_replayed_too()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await peers[0].DropAsync();
        await peers[1].NextAsync("PeerUpdated");
        var late = await hub.ConnectAsync("tea");
        await late.InvokeAsync("Unsubscribe", "tea");

        var back = await hub.ResumeAsync(peers[0]);

        (await back.DrainAsync()).Select(call => (call.Method, call.Arguments[^1].GetInt64())).Should().Equal(("PeerJoined", 4), ("PeerLeft", 5));
    }

    [Fact]
    public async Task What_came_first_is_before_what_comes_now()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].DropAsync();

        var sending = Task.WhenAll(Enumerable.Range(0, 200).Select(n => peers[0].InvokeAsync("SendMessage", "tea", peers[1].PeerId, n)));
        var back = await hub.ResumeAsync(peers[1]);
        await sending;

        (await back.DrainAsync()).Select(call => call[2].GetInt32()).Should().Equal(Enumerable.Range(0, 200));
    }

    [Fact]
    public async Task The_first_session_of_the_new_connection_is_dropped_without_a_trace()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].DropAsync();
        await peers[0].NextAsync("PeerUpdated");
        var back = await hub.ConnectAsync();
        var (firstId, firstTicket) = (back.PeerId, back.Ticket);

        await back.ResumeAsync(peers[1], 0);

        (await peers[0].NextAsync("PeerUpdated"))[1].PeerId().Should().Be(back.PeerId);
        (await peers[0].DrainAsync()).Should().BeEmpty();
        (await peers[0].CodeOfAsync("SendMessage", "tea", firstId, 1)).Should().Be("peer_gone");
        (await (await hub.ConnectAsync()).InvokeAsync("Resume", firstTicket, 0)).Code().Should().Be("session_gone");
    }

    [Fact]
    public async Task A_first_session_that_was_in_a_topic_leaves_it()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].DropAsync();
        await peers[0].NextAsync("PeerUpdated");
        var back = await hub.ConnectRawAsync("tea");
        var firstId = (await back.WelcomeAsync()).PeerId();
        await peers[0].NextAsync("PeerJoined");

        await back.CallAsync("Resume", $"\"{peers[1].Ticket}\"", $"{peers[1].Received}");

        (await back.WelcomeAsync()).PeerId().Should().Be(peers[1].PeerId, "nothing of the first session comes after the answer");
        foreach (var joinedOrLeft in new[] { "PeerJoined", "PeerLeft" })
            (await back.NextFrameAsync()).Should().Contain(joinedOrLeft).And.Contain(firstId);
        (await peers[0].DrainAsync()).Should()
            .ContainSingle(call => call.Method == "PeerLeft" && call[1].GetString() == firstId && call[2].GetString() == "left");
    }

    [Fact]
    public async Task A_session_can_be_taken_over_while_its_connection_is_up()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);

        await hub.ResumeAsync(peers[1]);

        await peers[1].Closed;
        (await peers[0].DrainAsync()).Should().BeEmpty("nothing has changed for the others");
        hub.Time.Advance(TimeSpan.FromMinutes(1));
        (await peers[0].CodeOfAsync("SendMessage", "tea", peers[1].PeerId, 1)).Should().Be("ok");
    }

    [Fact]
    public async Task A_connection_may_resume_its_own_session()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await peers[0].InvokeAsync("SendMessage", "tea", peers[1].PeerId, 1);
        await peers[1].NextAsync("Message");

        (await peers[1].InvokeAsync("Resume", peers[1].Ticket, 0)).Code().Should().Be("ok");

        (await peers[1].DrainAsync()).Select(call => call.Method).Should().Equal("Welcome", "Message");
    }

    [Fact]
    public async Task Newest_wins_and_what_the_older_connection_sends_is_handled_once_or_not_at_all()
    {
        await using var hub = await TestHub.StartAsync(options => (options.CallsPerSecond, options.SlowConsumerBytes) = (0, 1 << 30));
        var receiver = await hub.ConnectAsync("tea");
        var older = await hub.ConnectRawAsync("tea");
        var welcome = await older.WelcomeAsync();
        await receiver.NextAsync("PeerJoined");
        var newer = await hub.ConnectRawAsync();
        await newer.WelcomeAsync();

        var frames = Enumerable.Range(0, 3_000).Select(n => RawClient.Invocation(null, "SendMessage", "\"tea\"", "\"*\"", $"{n}")).ToArray();
        var flood = older.SendAsync(frames);
        await receiver.NextAsync("Message");
        var answer = await newer.CallAsync("Resume", $"\"{welcome.GetProperty("resumeTicket").GetString()}\"", "0");
        (await newer.CallAsync("SendMessage", "\"tea\"", "\"*\"", "-1")).Code().Should().Be("ok");

        try
        {
            await flood;
            await older.ReadToEndAsync();
        }
        catch (System.Net.WebSockets.WebSocketException)
        {
            // closed while it wrote
        }

        var handled = answer.GetProperty("received").GetInt32();
        (await receiver.DrainAsync()).Select(call => call[2].GetInt32())
            .Should().Equal([.. Enumerable.Range(1, handled - 1), -1], "message 0 was taken above");
    }

    [Fact]
    public async Task Of_many_resumes_at_once_the_newest_holds_a_session_that_can_be_resumed_again()
    {
        await using var hub = await TestHub.StartAsync();
        var watcher = await hub.ConnectAsync("tea");
        var ada = await hub.ConnectAsync("tea");
        var lost = ada;

        for (var round = 0; round < 20; round++)
        {
            var rivals = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => hub.ConnectAsync()));
            foreach (var rival in rivals)
                await rival.FireAsync("Resume", lost.Ticket, lost.Received);

            var holder = await TheOneThatStaysAsync(rivals);
            await holder.TakeWelcomeAsync();
            await holder.DropAsync();
            lost = await hub.ResumeAsync(holder);
            lost.PeerId.Should().Be(ada.PeerId);
        }

        await hub.SettleAsync();
        (await watcher.CodeOfAsync("SendMessage", "tea", ada.PeerId, 1)).Should().Be("ok");

        static async Task<TestPeer> TheOneThatStaysAsync(IEnumerable<TestPeer> rivals)
        {
            var open = rivals.ToDictionary(rival => rival.Closed);
            while (open.Count > 1)
            {
                var closed = await Task.WhenAny(open.Keys);
                await closed;
                open.Remove(closed);
            }

            return open.Values.Single();
        }
    }
}
