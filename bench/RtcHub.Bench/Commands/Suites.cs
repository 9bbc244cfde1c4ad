namespace RtcHub.Bench;

/// <summary>What is measured together.</summary>
internal static class Suites
{
    private static readonly int[] TopicSizes = [2, 8, 64];
    private static readonly int[] TopicCounts = [10, 1_000, 100_000];
    private static readonly int[] CrowdSizes = [8, 64, 512];

    public static SuiteCommand Compare { get; } = new(
        "compare",
        "RtcHub beside what people would pick instead.",
        Service.All,
        [
            new RelayScenario("relay", nodes: 1, pairs: 100),
            new SteadyScenario(pairs: 100, signalsPerSecond: 2_000),
            new CallScenario(nodes: 1, atOnce: 16),
            new JoinScenario(topics: 250, peersPerTopic: 4),
            new IdleScenario(),
        ]);

    public static SuiteCommand TwoNode { get; } = new(
        "two-node",
        "What a signal and a call cost over two nodes, and what the hop adds, beside other services with a Redis.",
        [Service.RtcHub, Service.Textbook, Service.SocketIo],
        [
            new RelayScenario("local", nodes: 1, pairs: 100),
            new RelayScenario("relay", nodes: 2, pairs: 100),
            new CallScenario(nodes: 2, atOnce: 16),
            new HopScenario(pairs: 100, signalsPerSecond: 1_000),
        ],
        new Ratio("a signal between two nodes, as local ones", RelayScenario.Remote, RelayScenario.Local));

    public static SuiteCommand Growth { get; } = new(
        "growth",
        "Whether a signal costs more with more topics, or more peers in them, and how many bytes a join brings.",
        [Service.RtcHub],
        [
            .. TopicCounts.Select(count => new TopicsScenario(count)),
            .. TopicSizes.Select(size => new CrowdedScenario(size, peers: 128)),
            .. TopicSizes.Select(size => new JoinBytesScenario(size)),
        ],
        new Ratio("100,000 topics, as 10", TopicsScenario.WorkOf(TopicCounts[^1]), TopicsScenario.WorkOf(TopicCounts[0])),
        new Ratio("64 peers in a topic, as 2", CrowdedScenario.WorkOf(TopicSizes[^1]), CrowdedScenario.WorkOf(TopicSizes[0])));

    public static SuiteCommand Storm { get; } = new("storm", "Everyone loses the connection at once and comes back.", Service.All, [new StormScenario()]);

    public static SuiteCommand FanOut { get; } = new(
        "fan-out",
        "What it costs that a message reaches everyone in its topic.",
        Service.All,
        [.. CrowdSizes.Select(size => new FanOutScenario(size, peers: 1_024))]);
}
