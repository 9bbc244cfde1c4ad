namespace RtcHub.Tests;

public class ResumeGapTests
{
    [Theory]
    [InlineData(4, "ok")]
    [InlineData(5, "gap")]
    public async Task So_many_events_are_kept(int missed, string code)
    {
        await using var hub = await TestHub.StartAsync(options => options.ReplayBufferEvents = 4);
        var (ada, lost) = await MeetAndLoseAsync(hub);
        for (var n = 1; n <= missed; n++)
            (await ada.CodeOfAsync("SendMessage", "tea", lost.PeerId, n)).Should().Be("queued");

        var back = await hub.ConnectAsync();

        (await back.ResumeAsync(lost, lost.Received)).Code().Should().Be(code);
        (await back.DrainAsync()).Select(call => call.Method)
            .Should().Equal(code == "gap" ? ["Roster"] : Enumerable.Repeat("Message", missed));
    }

    [Theory]
    [InlineData(2, "ok")]
    [InlineData(3, "gap")]
    public async Task So_many_bytes_are_kept(int missed, string code)
    {
        await using var hub = await TestHub.StartAsync(options => options.ReplayBufferBytes = 10_000);
        var (ada, lost) = await MeetAndLoseAsync(hub);
        for (var n = 1; n <= missed; n++)
            await ada.InvokeAsync("SendMessage", "tea", lost.PeerId, new string('x', 4_000));

        var back = await hub.ConnectAsync();

        (await back.ResumeAsync(lost, lost.Received)).Code().Should().Be(code);
    }

    [Fact]
    public async Task What_was_delivered_counts_for_what_is_kept()
    {
        await using var hub = await TestHub.StartAsync(options => options.ReplayBufferEvents = 4);
        var peers = await hub.MeetAsync("tea", 2);
        for (var n = 1; n <= 5; n++)
            await peers[0].InvokeAsync("SendMessage", "tea", peers[1].PeerId, n);
        (await peers[1].DrainAsync()).Should().HaveCount(5);
        await peers[1].DropAsync();

        (await (await hub.ConnectAsync()).ResumeAsync(peers[1], received: 1)).Code().Should().Be("ok", "events 2 to 5 are kept");
        (await (await hub.ConnectAsync()).ResumeAsync(peers[1], received: 0)).Code().Should().Be("gap", "event 1 is not");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public async Task A_count_that_cannot_be_is_a_gap(long received)
    {
        await using var hub = await TestHub.StartAsync();
        var (_, lost) = await MeetAndLoseAsync(hub);

        var answer = await (await hub.ConnectAsync()).ResumeAsync(lost, received);

        answer.GetRawText().Should().Be("""{"received":0,"code":"gap"}""");
    }

    [Fact]
    public async Task After_the_answer_and_the_welcome_comes_a_roster_for_each_topic()
    {
        await using var hub = await TestHub.StartAsync();
        var other = await hub.ConnectAsync("tea");
        var lost = await hub.ConnectAsync("tea", "coffee");
        await lost.DropAsync();
        await other.NextAsync("PeerJoined");
        await other.NextAsync("PeerUpdated");
        var raw = await hub.ConnectRawAsync();
        await raw.WelcomeAsync();

        await raw.SendAsync(RawClient.Invocation("7", "Resume", $"\"{lost.Ticket}\"", "99"));

        (await raw.NextFrameAsync()).Should().Be("""{"type":3,"invocationId":"7","result":{"received":0,"code":"gap"}}""");
        (await raw.WelcomeAsync()).PeerId().Should().Be(lost.PeerId);
        string?[] rosters = [await raw.NextFrameAsync(), await raw.NextFrameAsync()];
        var seen = $$"""{"peerId":"{{other.PeerId}}","state":"connected","joinedAt":"2030-01-02T03:04:05Z","metadata":null}""";
        rosters.Should().ContainSingle(frame => frame!.StartsWith("""{"type":1,"target":"Roster","arguments":["coffee",[],"""));
        rosters.Should().ContainSingle(frame => frame!.StartsWith($$"""{"type":1,"target":"Roster","arguments":["tea",[{{seen}}],"""));
    }

    [Fact]
    public async Task A_roster_is_current_and_later_events_go_on_from_it()
    {
        await using var hub = await TestHub.StartAsync();
        var (ada, lost) = await MeetAndLoseAsync(hub);
        var late = await hub.ConnectAsync("tea");

        var back = await hub.ConnectAsync();
        await back.ResumeAsync(lost, 99);
        await late.InvokeAsync("Unsubscribe", "tea");

        var calls = await back.DrainAsync();
        calls.Select(call => call.Method).Should().Equal("Roster", "PeerLeft");
        calls[0][1].PeerIds().Should().Equal(ada.PeerId, late.PeerId);
        calls[1][3].GetInt64().Should().BeGreaterThan(calls[0][2].GetInt64());
    }

    [Fact]
    public async Task Both_counts_start_again_at_zero()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].InvokeAsync("SendMessage", "tea", "*", 1);
        await peers[0].InvokeAsync("SendMessage", "tea", "*", 1);
        await peers[1].DrainAsync();
        await peers[1].DropAsync();

        var back = await hub.ConnectAsync();
        await back.ResumeAsync(peers[1], 99);
        await back.NextAsync("Roster");
        await back.InvokeAsync("SendMessage", "tea", "*", 2);
        await peers[0].InvokeAsync("SendMessage", "tea", "*", 2);
        await back.NextAsync("Message");
        back.Received.Should().Be(2);
        await back.DropAsync();
        await peers[0].InvokeAsync("SendMessage", "tea", back.PeerId, 3);

        var again = await hub.ConnectAsync();
        (await again.ResumeAsync(back, 2)).GetRawText().Should().Be("""{"received":1,"code":"ok"}""");
        (await again.DrainAsync()).Should().ContainSingle().Which[2].GetInt32().Should().Be(3);
    }

    [Fact]
    public async Task The_peers_id_and_topics_are_kept()
    {
        await using var hub = await TestHub.StartAsync();
        var (ada, lost) = await MeetAndLoseAsync(hub);

        var back = await hub.ConnectAsync();
        await back.ResumeAsync(lost, 99);

        back.PeerId.Should().Be(lost.PeerId);
        (await ada.NextAsync("PeerUpdated"))[1].State().Should().Be("connected");
        (await back.CodeOfAsync("SendMessage", "tea", ada.PeerId, 1)).Should().Be("ok");
        (await ada.CodeOfAsync("SendMessage", "tea", back.PeerId, 1)).Should().Be("ok");
    }

    private static async Task<(TestPeer Ada, TestPeer Lost)> MeetAndLoseAsync(TestHub hub)
    {
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].DropAsync();
        await peers[0].NextAsync("PeerUpdated");
        return (peers[0], peers[1]);
    }
}
