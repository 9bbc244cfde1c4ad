using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace RtcHub.Turn.Tests.Support;

/// <summary>A hub whose members are given credentials for a coturn.</summary>
internal static class TurnHub
{
    /// <param name="coturn">Where clients are sent.</param>
    /// <param name="secrets">What the hub makes credentials with.</param>
    /// <param name="clock">The hub's; the system's, which coturn has too, when there is none.</param>
    public static Task<TestHub> StartAsync(Coturn coturn, string[] secrets, TimeProvider? clock = null) => TestHub.StartAsync(
        options =>
        {
            options.Ice.TurnUrls = [coturn.Url];
            options.Ice.TurnSecrets = secrets;
        },
        add: services => services.AddSingleton(clock ?? TimeProvider.System));

    /// <summary>The TURN credentials in a subscription or in the answer to <c>GetIceServers</c>.</summary>
    public static TurnUser[] TurnUsers(this JsonElement answer) =>
    [
        .. answer.GetProperty("iceServers").EnumerateArray()
            .Select(server => new TurnUser(server.GetProperty("username").GetString()!, server.GetProperty("credential").GetString()!)),
    ];

    /// <summary>The credential of a new member.</summary>
    public static async Task<TurnUser> NewUserAsync(this TestHub hub) =>
        (await (await hub.ConnectAsync()).SubscribeAsync("tea")).TurnUsers().Single();
}
