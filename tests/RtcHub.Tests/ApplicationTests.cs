using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace RtcHub.Tests;

/// <summary>What the application itself sends to topics and peers.</summary>
public class ApplicationTests
{
    private static IHubClients<ISignalingClient> Clients(TestHub hub) =>
        hub.Services.GetRequiredService<IHubContext<SignalingHub, ISignalingClient>>().Clients;

    private static RawJson Raw(string json) => new(System.Text.Encoding.UTF8.GetBytes(json));

    [Fact]
    public async Task A_group_is_a_topic()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        var elsewhere = await hub.ConnectAsync("coffee");

        await Clients(hub).Group("tea").Message("tea", "the house", Raw("""{ "tea":"is ready" }"""));
        await Clients(hub).Group("nobody is here").Message("tea", "the house", Raw("1"));

        foreach (var peer in peers)
        {
            var call = await peer.NextAsync("Message");
            call.Arguments.Select(argument => argument.GetRawText()).Should().Equal("\"tea\"", "\"the house\"", """{ "tea":"is ready" }""");
        }

        (await elsewhere.DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_user_is_a_peer()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);

        await Clients(hub).User(peers[0].PeerId).Message("tea", "the house", Raw("1"));
        await Clients(hub).User("nobody").Message("tea", "the house", Raw("1"));

        await peers[0].NextAsync("Message");
        (await peers[1].DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task What_it_sends_is_counted_and_replayed()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await Clients(hub).Group("tea").Message("tea", "the house", Raw("1"));
        await Clients(hub).User(peers[1].PeerId).Message("tea", "the house", Raw("2"));
        (await peers[1].DrainAsync()).Should().HaveCount(2);
        await peers[1].DropAsync();
        await peers[0].NextAsync("Message");
        await peers[0].NextAsync("PeerUpdated");

        await Clients(hub).Group("tea").Message("tea", "the house", Raw("3"));
        await Clients(hub).User(peers[1].PeerId).Message("tea", "the house", Raw("4"));
        await peers[0].InvokeAsync("SendMessage", "tea", "*", 5);

        var back = await hub.ConnectAsync();
        (await back.ResumeAsync(peers[1], received: 1)).Code().Should().Be("ok");
        (await back.DrainAsync()).Select(call => call[2].GetInt32()).Should().Equal(2, 3, 4, 5);
    }

    [Fact]
    public async Task Several_groups_and_users_are_each_reached()
    {
        await using var hub = await TestHub.StartAsync();
        var (ada, bob) = (await hub.ConnectAsync("tea"), await hub.ConnectAsync("coffee"));

        await Clients(hub).Groups(["tea", "coffee"]).Message("tea", "the house", Raw("1"));
        await Clients(hub).Users([ada.PeerId, bob.PeerId]).Message("tea", "the house", Raw("2"));

        foreach (var peer in new[] { ada, bob })
            (await peer.DrainAsync()).Select(call => call[2].GetInt32()).Should().Equal(1, 2);
    }

    [Fact]
    public async Task What_would_go_past_the_sessions_is_refused_aloud()
    {
        await using var hub = await TestHub.StartAsync();
        Func<ISignalingClient, Task> send = clients => clients.Message("tea", "the house", Raw("1"));

        foreach (var clients in new[] { Clients(hub).All, Clients(hub).AllExcept(["x"]), Clients(hub).GroupExcept("tea", ["x"]) })
            await clients.Invoking(send).Should().ThrowAsync<NotSupportedException>().WithMessage("*Clients.Group(topic)*");
    }

    [Fact]
    public async Task It_never_overtakes_the_welcome()
    {
        await using var hub = await TestHub.StartAsync(options => options.SlowConsumerBytes = 1 << 30);
        using var done = new CancellationTokenSource();
        var sending = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
                await Clients(hub).Group("tea").Message("tea", "the house", Raw("1"));
        });

        for (var i = 0; i < 20; i++)
        {
            await using var peer = await hub.ConnectRawAsync("tea");
            await peer.WelcomeAsync();
        }

        await done.CancelAsync();
        await sending;
    }
}
