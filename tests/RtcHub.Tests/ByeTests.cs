namespace RtcHub.Tests;

public class ByeTests
{
    [Fact]
    public async Task Every_topic_is_told_at_once()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        var bob = await hub.ConnectAsync("coffee");
        var leaver = await hub.ConnectAsync("tea", "coffee");
        await ada.NextAsync("PeerJoined");
        await bob.NextAsync("PeerJoined");

        var answer = await leaver.InvokeAsync("Bye");

        answer.GetRawText().Should().Be("""{"code":"ok"}""");
        foreach (var (peer, topic) in new[] { (ada, "tea"), (bob, "coffee") })
        {
            var left = await peer.NextAsync("PeerLeft");
            left.Arguments.Select(argument => argument.ToString()).Should().Equal(topic, leaver.PeerId, "left", "3");
        }
    }

    [Fact]
    public async Task Closing_the_connection_after_it_tells_nobody_anything()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].InvokeAsync("Bye");
        await peers[0].NextAsync("PeerLeft");

        await peers[1].DropAsync();
        await hub.ConnectAsync("tea");
        hub.Time.Advance(TimeSpan.FromMinutes(1));

        (await peers[0].DrainAsync()).Select(call => call.Method).Should().Equal("PeerJoined");
    }

    [Fact]
    public async Task Nothing_is_kept_to_be_resumed()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        await ada.InvokeAsync("Bye");

        var back = await hub.ConnectAsync();

        (await back.InvokeAsync("Resume", ada.Ticket, 0)).GetRawText().Should().Be("""{"code":"session_gone"}""");
    }

    [Fact]
    public async Task The_connection_has_no_session_after_it()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        await ada.InvokeAsync("Bye");

        foreach (var (method, arguments) in AllCalls.With(topic: "tea", to: ada.PeerId))
            (await ada.InvokeAsync(method, arguments)).GetRawText().Should().Be("""{"code":"session_gone"}""", method);
    }

    [Fact]
    public async Task Signals_to_it_are_refused()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].InvokeAsync("Bye");

        (await peers[0].CodeOfAsync("SendMessage", "tea", peers[1].PeerId, 1)).Should().Be("peer_gone");
    }

    [Fact]
    public async Task Its_connection_can_still_resume_another_session()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        var bob = await hub.ConnectAsync();
        await ada.DropAsync();
        await bob.InvokeAsync("Bye");

        (await bob.ResumeAsync(ada, 0)).Code().Should().Be("ok");

        bob.PeerId.Should().Be(ada.PeerId);
        (await bob.CodeOfAsync("SendMessage", "tea", "*", 1)).Should().Be("ok");
    }
}
