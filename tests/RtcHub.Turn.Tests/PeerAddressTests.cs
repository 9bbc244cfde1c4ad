using System.Net;
using System.Net.Sockets;

namespace RtcHub.Turn.Tests;

/// <summary>Where a relay leads: to public addresses and nowhere else.</summary>
public sealed class PeerAddressTests(PeerAddressTests.Relays relays) : IClassFixture<PeerAddressTests.Relays>
{
    [Theory]
    [MemberData(nameof(SpecialAddresses.All), MemberType = typeof(SpecialAddresses))]
    public async Task A_special_address_is_refused(string text)
    {
        var peer = IPAddress.Parse(text);
        var relay = relays.For(peer);

        (await relay.CreatePermissionAsync(peer)).Should().Be(StunError.Forbidden);
        (await relay.BindChannelAsync(peer)).Should().Be(StunError.Forbidden);
    }

    [Theory]
    [InlineData("1.0.0.0")]
    [InlineData("9.255.255.255")]
    [InlineData("11.0.0.0")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("126.255.255.255")]
    [InlineData("128.0.0.0")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.0.1.0")]
    [InlineData("192.167.255.255")]
    [InlineData("192.169.0.0")]
    [InlineData("198.17.255.255")]
    [InlineData("198.20.0.0")]
    [InlineData("223.255.255.255")]
    [InlineData("2000::1")]
    [InlineData("2001:200::")]
    [InlineData("2001:db7:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:db9::")]
    [InlineData("2003::")]
    [InlineData("2620:4f:8001::")]
    [InlineData("3fff:1000::")]
    public async Task A_public_address_beside_them_is_permitted(string text)
    {
        var peer = IPAddress.Parse(text);
        var relay = relays.For(peer);

        (await relay.CreatePermissionAsync(peer)).Should().Be(StunError.None);
        (await relay.BindChannelAsync(peer)).Should().Be(StunError.None);
    }

    /// <summary>A relay of either family.</summary>
    public sealed class Relays : IAsyncLifetime
    {
        private const string Secret = "north-star-0123456789";

        private Coturn _coturn = null!;
        private TurnClient _ipv4 = null!;
        private TurnClient _ipv6 = null!;

        internal TurnClient For(IPAddress peer) => peer.AddressFamily == AddressFamily.InterNetwork ? _ipv4 : _ipv6;

        public async Task InitializeAsync()
        {
            _coturn = await Coturn.StartAsync(Secret);
            await using var hub = await TurnHub.StartAsync(_coturn, [Secret]);
            _ipv4 = await _coturn.ConnectAsync(await hub.NewUserAsync());
            _ipv6 = await _coturn.ConnectAsync(await hub.NewUserAsync());
            (await _ipv4.AllocateAsync(AddressFamily.InterNetwork)).Should().Be(StunError.None);
            (await _ipv6.AllocateAsync(AddressFamily.InterNetworkV6)).Should().Be(StunError.None);
        }

        public Task DisposeAsync()
        {
            _coturn.Dispose();
            return Task.CompletedTask;
        }
    }
}
