using System.Net;

namespace RtcHub.Bench;

/// <summary>Something that does what RtcHub does, and RtcHub.</summary>
/// <param name="Name">What the tables call it.</param>
/// <param name="Command">Starts a node of it, which prints the address that it listens on.</param>
/// <param name="NewPeer">Makes one of its peers.</param>
/// <param name="PingInterval">How often a client of its own keeps the connection alive.</param>
internal sealed record Service(string Name, string[] Command, Func<IPEndPoint, LoadPeer> NewPeer, TimeSpan PingInterval)
{
    /// <summary>bin/Release/net10.0 of this program: the services are built in the same configuration.</summary>
    private static readonly string Here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    private static readonly string Repository = Path.GetFullPath(Path.Combine(Here, "../../../../.."));

    /// <summary>Where the services of npm are.</summary>
    public static string NpmYardsticks { get; } = Path.Combine(Repository, "bench/yardsticks-npm");

    /// <summary>
    /// As RtcHub's server has it: .NET compiles what is called often at once, else figures of one busy core settle only
    /// after minutes. It changes nothing else.
    /// </summary>
    private static readonly (string Name, string Value) SettlesSoon = ("DOTNET_TC_CallCountingDelayMs", "0");

    /// <summary>RtcHub's server.</summary>
    public static string ServerAssembly { get; } = AssemblyOf("src/RtcHub.Server");

    public static Service RtcHub { get; } = new(
        "RtcHub", DotNet(ServerAssembly), server => new RtcHubPeer(server), TimeSpan.FromSeconds(15))
    {
        RedisSetting = "RtcHub__Redis__ConnectionString",
        Settings =
        [
            ("RtcHub__CallsPerSecond", "0"), ("RtcHub__ConnectionsPerSecond", "0"), ("RtcHub__MaxConnections", "0"),
            ("RtcHub__MaxPeersPerTopic", "1000"), ("RtcHub__MaxTopicsPerSession", "10000"), ("RtcHub__Management__Url", ""),
        ],
    };

    public static Service Textbook { get; } = new(
        "textbook SignalR", DotNet(AssemblyOf("bench/RtcHub.Yardsticks")), server => new TextbookPeer(server), TimeSpan.FromSeconds(15))
    {
        RedisSetting = "Redis", // Microsoft's backplane
        Settings = [SettlesSoon],
    };

    public static Service Plain { get; } = new(
        "raw Kestrel", DotNet(AssemblyOf("bench/RtcHub.Yardsticks")), server => new PlainPeer(server), Timeout.InfiniteTimeSpan)
    {
        Settings = [SettlesSoon],
    };

    public static Service PeerJs { get; } = new(
        "PeerJS", Node("peerjs.mjs"), server => new PeerJsPeer(server), TimeSpan.FromSeconds(5))
    {
        HasTopics = false,
    };

    public static Service SocketIo { get; } = new(
        "socket.io", Node("socketio.mjs"), server => new SocketIoPeer(server), Timeout.InfiniteTimeSpan)
    {
        RedisSetting = "REDIS", // its own adapter
    };

    public static IReadOnlyList<Service> All { get; } = [RtcHub, Textbook, Plain, PeerJs, SocketIo];

    /// <summary>Settings, as environment variables.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; init; } = [];

    /// <summary>The environment variable that names the Redis which nodes share; null for a service of one node only.</summary>
    public string? RedisSetting { get; init; }

    /// <summary>Whether peers meet in topics, where one message reaches everyone, or only know each other's ids.</summary>
    public bool HasTopics { get; init; } = true;

    /// <summary>Runs a script of <see cref="NpmYardsticks"/>.</summary>
    public static string[] Node(string script) => ["node", Path.Combine(NpmYardsticks, script)];

    private static string AssemblyOf(string project) =>
        Path.Combine(Repository, project, Path.GetRelativePath(Path.Combine(Here, "../../.."), Here), $"{Path.GetFileName(project)}.dll");

    private static string[] DotNet(string assembly) => ["dotnet", assembly, "--urls", "http://127.0.0.1:0"];
}
