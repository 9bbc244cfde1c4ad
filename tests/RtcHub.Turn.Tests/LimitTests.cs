using System.Net.Sockets;

namespace RtcHub.Turn.Tests;

/// <summary>What a member may have of coturn.</summary>
public class LimitTests
{
    private const string Secret = "north-star-0123456789";

    [Fact]
    public async Task A_peer_has_so_many_relays_and_no_more_with_fresh_credentials_either()
    {
        using var coturn = await Coturn.StartAsync(Secret);
        var time = new ManualTime();
        await using var hub = await TurnHub.StartAsync(coturn, [Secret], time);
        var ada = await hub.ConnectAsync("tea");
        var user = ada.Welcome.GetProperty("subscriptions")[0].TurnUsers().Single();
        for (var relays = 0; relays < coturn.Setting("user-quota"); relays++)
            (await (await coturn.ConnectAsync(user)).AllocateAsync()).Should().Be(StunError.None);

        time.Advance(TimeSpan.FromMinutes(1));
        var renewed = (await ada.InvokeAsync("GetIceServers", "tea")).TurnUsers().Single();

        renewed.Should().NotBe(user);
        (await (await coturn.ConnectAsync(user)).AllocateAsync()).Should().Be(StunError.AllocationQuotaReached);
        (await (await coturn.ConnectAsync(renewed)).AllocateAsync()).Should().Be(StunError.AllocationQuotaReached);
        (await (await coturn.ConnectAsync(await hub.NewUserAsync())).AllocateAsync()).Should().Be(StunError.None, "it is another's quota");
    }

    [Fact]
    public async Task There_is_no_relay_for_tcp()
    {
        using var coturn = await Coturn.StartAsync(Secret);
        await using var hub = await TurnHub.StartAsync(coturn, [Secret]);
        var client = await coturn.ConnectAsync(await hub.NewUserAsync(), ProtocolType.Tcp);

        (await client.AllocateAsync(relayed: ProtocolType.Tcp)).Should().Be(StunError.UnsupportedTransport);
    }
}
