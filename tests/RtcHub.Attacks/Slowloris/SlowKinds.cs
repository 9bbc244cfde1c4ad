using System.Text;
using RtcHub.Attacks.Fuzz;
using RtcHub.Attacks.Raw;

namespace RtcHub.Attacks.Slowloris;

/// <summary>All kinds, with the server's default limits.</summary>
internal static class SlowKinds
{
    /// <summary>Honest peers talk here.</summary>
    public const string LoudTopic = "tea";

    /// <summary>Nobody says anything here.</summary>
    public const string QuietTopic = "library";

    /// <summary>Honest peers are silent here, and say more about themselves than fits into the buffers on a connection's way.</summary>
    public const string LargeTopic = "stadium";

    private static readonly TimeSpan KeepAliveTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RequestHeadersTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HandshakeTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SubscribeTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ClientTimeout = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SlowConsumerTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Kestrel's grace for a request's body, and as long again to drain what nobody wants.</summary>
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(10);

    /// <summary>How long the loud topic's messages take to fill the buffers on a connection's way.</summary>
    private static readonly TimeSpan Filling = TimeSpan.FromSeconds(5);

    private static readonly byte[] HubPing = WebSocketWriter.Hub("""{"type":6}""");

    public static IReadOnlyList<SlowKind> All { get; } =
    [
        new("connects, says nothing", KeepAliveTimeout, _ => Task.CompletedTask),
        new("drips its request line", RequestHeadersTimeout, connection => connection.SendAsync("GET /rtc?"u8.ToArray()), _ => "x"u8.ToArray()),
        new("drips headers", RequestHeadersTimeout, connection => connection.SendAsync("GET /rtc HTTP/1.1\r\nHost: localhost\r\n"u8.ToArray()),
            i => Encoding.ASCII.GetBytes($"X-{i}: y\r\n")),
        new("drips a body", BodyTimeout, connection => connection.SendAsync("POST /rtc HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n"u8.ToArray()),
            _ => "x"u8.ToArray()),
        new("keeps alive after a request", KeepAliveTimeout, connection => connection.SendAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray())),
        new("upgrades, says nothing", HandshakeTimeout, connection => connection.UpgradeAsync("/rtc")),
        new("drips its handshake", HandshakeTimeout, connection => connection.UpgradeAsync("/rtc"), _ => Text(" ")),
        new("never subscribes", SubscribeTimeout, connection => GreetAsync(connection, topic: null), _ => HubPing),
        new("drips a hub message", ClientTimeout, connection => GreetAsync(connection, QuietTopic), _ => Text(" ")),
        new("drips a message's fragments", ClientTimeout, connection => GreetAsync(connection, QuietTopic),
            i => new WebSocketWriter().Frame(i == 0 ? Opcode.Text : Opcode.Continuation, " "u8, final: false).Written),
        new("drips a frame's payload", ClientTimeout, connection => GreetAsync(connection, QuietTopic),
            i => i == 0 ? new WebSocketWriter().Frame(Opcode.Text, [], claimed: 60_000).Written : " "u8.ToArray()),
        new("does not answer a close", CloseTimeout, async connection =>
        {
            await GreetAsync(connection, QuietTopic);
            await connection.SendAsync(Text("no hub message\x1e"));
        }),
        new("does not read what others say", Filling + SlowConsumerTimeout, connection => GreetAsync(connection, LoudTopic), _ => HubPing) { Reads = false },
        new("does not read its answers", SlowConsumerTimeout, connection => GreetAsync(connection, QuietTopic), _ => ManyCalls) { Reads = false, Pace = TimeSpan.FromMilliseconds(1) },
        new("does not read its welcome", SlowConsumerTimeout, connection => GreetAsync(connection, LargeTopic), _ => HubPing) { Reads = false },
    ];

    private static ReadOnlyMemory<byte> ManyCalls { get; } = WebSocketWriter.Hub(
        [.. Enumerable.Repeat($$"""{"type":1,"invocationId":"{{new string('i', 100)}}","target":"GetIceServers","arguments":["{{QuietTopic}}"]}""", 50)]);

    /// <summary>The upgrade and the handshake, in a topic if one is named. What the server answers is left to be read.</summary>
    private static async Task GreetAsync(RawConnection connection, string? topic)
    {
        await connection.UpgradeAsync(topic is null ? "/rtc" : $"/rtc?topic={topic}");
        await connection.SendAsync(WebSocketWriter.Hub(Handshakes.Valid));
    }

    private static ReadOnlyMemory<byte> Text(string text) => Frame(Opcode.Text, Encoding.ASCII.GetBytes(text));

    private static ReadOnlyMemory<byte> Frame(int opcode, ReadOnlySpan<byte> payload) => new WebSocketWriter().Frame(opcode, payload).Written;
}
