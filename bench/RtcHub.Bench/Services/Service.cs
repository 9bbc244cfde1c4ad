using System.Net;
using System.Reflection;

namespace RtcHub.Bench;

/// <summary>Something that does what RtcHub does, and RtcHub.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Command">Starts it; it prints the address that it listens on.</param>
/// <param name="NewPeer">Makes one of its peers.</param>
/// <param name="PingInterval">How often a client of its own keeps the connection alive.</param>
internal sealed record Service(string Name, string[] Command, Func<IPEndPoint, LoadPeer> NewPeer, TimeSpan PingInterval)
{
    private static readonly string Repository = FindRepository();

    public static Service RtcHub { get; } = new(
        "RtcHub", DotNet("src/RtcHub.Server"), server => new RtcHubPeer(server), TimeSpan.FromSeconds(15))
    {
        Settings =
        [
            ("RtcHub__CallsPerSecond", "0"), ("RtcHub__ConnectionsPerSecond", "0"), ("RtcHub__MaxConnections", "0"),
        ],
    };

    public static Service Textbook { get; } = new(
        "textbook SignalR", DotNet("bench/RtcHub.Yardsticks"), server => new TextbookPeer(server), TimeSpan.FromSeconds(15));

    public static Service Plain { get; } = new(
        "raw Kestrel", DotNet("bench/RtcHub.Yardsticks"), server => new PlainPeer(server), Timeout.InfiniteTimeSpan);

    public static Service PeerJs { get; } = new(
        "PeerJS", Node("peerjs.mjs"), server => new PeerJsPeer(server), TimeSpan.FromSeconds(5));

    public static Service SocketIo { get; } = new(
        "socket.io", Node("socketio.mjs"), server => new SocketIoPeer(server), Timeout.InfiniteTimeSpan);

    public static IReadOnlyList<Service> All { get; } = [RtcHub, Textbook, Plain, PeerJs, SocketIo];

    /// <summary>Settings, as environment variables.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; init; } = [];

    private static string[] DotNet(string project) =>
    [
        "dotnet",
        Path.Combine(Repository, project, Path.GetRelativePath(Path.Combine(Here, "../../.."), Here), $"{Path.GetFileName(project)}.dll"),
        "--urls",
        "http://127.0.0.1:0",
    ];

    private static string[] Node(string script) => ["node", Path.Combine(Repository, "bench/yardsticks-npm", script)];

    /// <summary>bin/Release/net10.0 of this program: the services are built in the same configuration.</summary>
    private static string Here => Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!;

    private static string FindRepository() => Path.GetFullPath(Path.Combine(Here, "../../../../.."));
}
