using RtcHub.Attacks.Fuzz;
using RtcHub.Attacks.Raw;

namespace RtcHub.Attacks.Flood;

/// <summary>How far an attempt to connect goes before it is given up.</summary>
internal static class FloodKinds
{
    private static readonly byte[] Upgrade = RawConnection.UpgradeRequest("/rtc");
    private static readonly byte[] Greeting = WebSocketWriter.Hub(Handshakes.Valid);

    public static IReadOnlyList<(string Name, Func<RawConnection, Random, Task> Attempt)> All { get; } =
    [
        ("connected", (_, _) => Task.CompletedTask),
        ("half a request", (connection, random) => connection.SendAsync(Upgrade.AsMemory(0, random.Next(1, Upgrade.Length)))),
        ("garbage", (connection, random) => connection.SendAsync(Garbage(random))),
        ("a request", (connection, _) => connection.SendAsync(Upgrade)),
        ("upgraded", (connection, _) => connection.UpgradeAsync("/rtc")),
        ("half a handshake", async (connection, random) =>
        {
            if (await connection.UpgradeAsync("/rtc") == 101)
                await connection.SendAsync(Greeting.AsMemory(0, random.Next(1, Greeting.Length)));
        }),
        ("welcomed", async (connection, _) =>
        {
            if (await connection.UpgradeAsync("/rtc") != 101)
                return;
            await connection.SendAsync(Greeting);
            await connection.ReceiveAsync(new byte[1_024]);
        }),
        ("subscribed", async (connection, random) =>
        {
            if (await connection.UpgradeAsync($"/rtc?topic=flood-{random.Next(100_000)}") != 101)
                return;
            await connection.SendAsync(Greeting);
            await connection.ReceiveAsync(new byte[1_024]);
        }),
    ];

    private static byte[] Garbage(Random random)
    {
        var garbage = new byte[random.Next(1, 2_000)];
        random.NextBytes(garbage);
        return garbage;
    }
}
