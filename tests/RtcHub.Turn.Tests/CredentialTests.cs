using System.Globalization;
using System.Net.Sockets;

namespace RtcHub.Turn.Tests;

/// <summary>Whom coturn gives a relay: those to whom the hub gave a credential, for as long as it lasts.</summary>
public sealed class CredentialTests : IAsyncLifetime
{
    private const string Secret = "north-star-0123456789";
    private const string NewSecret = "morning-star-0123456789";

    private Coturn _coturn = null!;

    public async Task InitializeAsync() => _coturn = await Coturn.StartAsync(Secret);

    public Task DisposeAsync()
    {
        _coturn.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData(ProtocolType.Udp)]
    [InlineData(ProtocolType.Tcp)]
    public async Task A_member_gets_a_relay(ProtocolType transport)
    {
        await using var hub = await TurnHub.StartAsync(_coturn, [Secret]);

        (await AllocateAsync(_coturn, await hub.NewUserAsync(), transport)).Should().Be(StunError.None);
    }

    [Fact]
    public async Task A_credential_that_was_fetched_later_is_as_good()
    {
        await using var hub = await TurnHub.StartAsync(_coturn, [Secret]);
        var ada = await hub.ConnectAsync("tea");

        var user = (await ada.InvokeAsync("GetIceServers", "tea")).TurnUsers().Single();

        (await AllocateAsync(_coturn, user)).Should().Be(StunError.None);
    }

    [Fact]
    public async Task It_is_good_to_its_end_and_not_longer()
    {
        await using var hub = await TurnHub.StartAsync(_coturn, [Secret], new ClockBehind(TimeSpan.FromMinutes(9)));
        await using var earlierHub = await TurnHub.StartAsync(_coturn, [Secret], new ClockBehind(TimeSpan.FromMinutes(11)));

        (await AllocateAsync(_coturn, await hub.NewUserAsync())).Should().Be(StunError.None);
        (await AllocateAsync(_coturn, await earlierHub.NewUserAsync())).Should().Be(StunError.Unauthorized);
    }

    [Fact]
    public async Task One_made_with_another_secret_is_refused()
    {
        await using var hub = await TurnHub.StartAsync(_coturn, [NewSecret]);

        (await AllocateAsync(_coturn, await hub.NewUserAsync())).Should().Be(StunError.Unauthorized);
    }

    [Fact]
    public async Task A_password_is_good_for_no_other_name_and_no_later_end()
    {
        await using var hub = await TurnHub.StartAsync(_coturn, [Secret]);
        var ada = await hub.NewUserAsync();
        var bob = await hub.NewUserAsync();
        var parts = ada.Name.Split(':');
        var later = (long.Parse(parts[0], CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);

        (await AllocateAsync(_coturn, ada with { Name = bob.Name })).Should().Be(StunError.Unauthorized);
        (await AllocateAsync(_coturn, ada with { Name = $"{later}:{parts[1]}" })).Should().Be(StunError.Unauthorized);
        (await AllocateAsync(_coturn, ada)).Should().Be(StunError.None);
    }

    [Fact]
    public async Task While_a_new_secret_is_introduced_hub_and_coturn_may_learn_it_in_either_order()
    {
        using var changedCoturn = await Coturn.StartAsync(NewSecret, Secret);
        await using var hub = await TurnHub.StartAsync(_coturn, [Secret]);
        await using var changedHub = await TurnHub.StartAsync(_coturn, [NewSecret, Secret]);
        var ada = await changedHub.ConnectAsync("tea");
        var users = (await ada.InvokeAsync("GetIceServers", "tea")).TurnUsers();

        (await AllocateAsync(changedCoturn, await hub.NewUserAsync())).Should().Be(StunError.None, "coturn was first");
        users.Should().HaveCount(2);
        (await AllocateAsync(_coturn, users[0])).Should().Be(StunError.Unauthorized);
        (await AllocateAsync(_coturn, users[1])).Should().Be(StunError.None, "the hub was first");
        (await AllocateAsync(changedCoturn, users[0])).Should().Be(StunError.None);
        (await AllocateAsync(changedCoturn, users[1])).Should().Be(StunError.None);
    }

    private static async Task<StunError> AllocateAsync(Coturn coturn, TurnUser user, ProtocolType transport = ProtocolType.Udp) =>
        await (await coturn.ConnectAsync(user, transport)).AllocateAsync();

    private sealed class ClockBehind(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() - by;
    }
}
