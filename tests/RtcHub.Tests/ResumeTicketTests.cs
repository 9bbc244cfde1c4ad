using RtcHub.Sessions;

namespace RtcHub.Tests;

public class ResumeTicketTests
{
    [Fact]
    public async Task The_old_ticket_is_good_until_the_new_connection_makes_a_call()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        await ada.DropAsync();

        var second = await hub.ResumeAsync(ada);
        await second.DropAsync(); // its welcome, with the next ticket, may have been lost
        var third = await hub.ResumeAsync(ada);

        third.PeerId.Should().Be(ada.PeerId);
    }

    [Theory]
    [InlineData("GetIceServers", "tea")]
    [InlineData("SendMessage", "tea", "*", 1)]
    [InlineData("SendOffer", "nowhere", "nobody", 1)]
    public async Task The_old_ticket_is_void_after_a_call_on_the_new_connection(string method, params object[] arguments)
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        await ada.DropAsync();
        var second = await hub.ResumeAsync(ada);
        await second.InvokeAsync(method, arguments);
        await second.DropAsync();

        var late = await hub.ConnectAsync();
        (await late.InvokeAsync("Resume", ada.Ticket, 0)).GetRawText().Should().Be("""{"code":"session_gone"}""");
        (await late.ResumeAsync(second, 0)).Code().Should().Be("ok");
    }

    [Fact]
    public async Task Showing_the_next_ticket_voids_the_old_one_too()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        await ada.DropAsync();
        var second = await hub.ResumeAsync(ada);
        await second.DropAsync();
        await hub.ResumeAsync(second);

        (await (await hub.ConnectAsync()).InvokeAsync("Resume", ada.Ticket, 0)).Code().Should().Be("session_gone");
    }

    [Fact]
    public async Task A_ticket_is_one_sessions()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        var bob = await hub.ConnectAsync("tea");
        await bob.DropAsync();

        var back = await hub.ResumeAsync(bob);

        back.PeerId.Should().Be(bob.PeerId);
        (await ada.CodeOfAsync("GetIceServers", "tea")).Should().Be("ok", "it is not touched");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not base64!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("ЖЖЖЖ")]
    public async Task A_ticket_of_nobodys_is_refused_and_the_new_connection_is_good(string? ticket)
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        var id = ada.PeerId;

        var heldUp = hub.Time.WhenTimerAsync(TimeSpan.FromMilliseconds(100));
        var answer = ada.InvokeAsync("Resume", ticket, 0);
        await heldUp;
        hub.Time.Advance(TimeSpan.FromMilliseconds(100));

        (await answer).GetRawText().Should().Be("""{"code":"session_gone"}""");
        (await ada.CodeOfAsync("GetIceServers", "tea")).Should().Be("ok");
        ada.PeerId.Should().Be(id);
        (await ada.DrainAsync()).Should().BeEmpty("there is no second welcome");
    }

    [Fact]
    public void A_ticket_with_any_character_changed_is_refused()
    {
        var key = ResumeTicket.CreateKey();
        var genuine = ResumeTicket.Create(key, Guid.NewGuid().ToString(), "node", number: 1).Text;
        IsGood(genuine).Should().BeTrue();

        for (var i = 0; i < genuine.Length; i++)
        {
            var forged = genuine.ToCharArray();
            forged[i] = forged[i] == 'Q' ? 'g' : 'Q';
            IsGood(new string(forged)).Should().BeFalse($"character {i} is another");
        }

        IsGood(genuine + "A").Should().BeFalse();

        bool IsGood(string text) => ResumeTicket.TryParse(text, out var ticket) && Tickets.IsGood(ticket, key, confirmed: 1, issued: 1);
    }

    [Fact]
    public async Task A_session_is_gone_when_its_window_is_over()
    {
        await using var hub = await TestHub.StartAsync(options => options.ResumeWindow = TimeSpan.FromSeconds(7));
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].DropAsync();
        await peers[0].NextAsync("PeerUpdated");
        hub.Time.Advance(TimeSpan.FromSeconds(7));
        await peers[0].NextAsync("PeerLeft");

        var late = await hub.ConnectAsync();
        (await late.InvokeAsync("Resume", peers[1].Ticket, 0)).GetRawText().Should().Be("""{"code":"session_gone"}""");

        await late.SubscribeAsync("tea");
        (await peers[0].NextAsync("PeerJoined"))[1].PeerId().Should().Be(late.PeerId);
    }

    [Fact]
    public async Task A_session_can_be_resumed_to_the_end_of_its_window()
    {
        await using var hub = await TestHub.StartAsync(options => options.ResumeWindow = TimeSpan.FromSeconds(7));
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].DropAsync();
        await peers[0].NextAsync("PeerUpdated");
        hub.Time.Advance(TimeSpan.FromSeconds(6.999));

        var back = await hub.ResumeAsync(peers[1]);

        hub.Time.Advance(TimeSpan.FromSeconds(7));
        (await peers[0].CodeOfAsync("SendMessage", "tea", back.PeerId, 1)).Should().Be("ok");
    }
}
