using BenchmarkDotNet.Attributes;
using RtcHub.Bench;
using RtcHub.Redis;
using RtcHub.Topics;
using StackExchange.Redis;

namespace RtcHub.Micro;

/// <summary>What a real Redis takes to let a peer into a topic of some size and out again, with the way there and back.</summary>
[MemoryDiagnoser]
public class ScriptBenchmark
{
    private const string Node = "node-1";
    private static readonly RedisKey[] Keys = ["nodes", "roster", "where", "topics", "lock"];

    private readonly Member _newcomer = SamplePeers.New();
    private RedisProcess _process = null!;
    private ConnectionMultiplexer _connection = null!;
    private IDatabase _redis = null!;

    [Params(2, 64, 1_000)]
    public int Peers { get; set; }

    [GlobalSetup]
    public async Task StartAsync()
    {
        _process = await RedisProcess.StartAsync();
        _connection = await ConnectionMultiplexer.ConnectAsync(_process.Address);
        _redis = _connection.GetDatabase();
        _redis.SortedSetAdd("nodes", Node, 1);
        for (var peer = 0; peer < Peers; peer++)
            Join(SamplePeers.New());
    }

    [Benchmark]
    public void JoinAndLeave()
    {
        Join(_newcomer);
        _redis.ScriptEvaluate(RedisScript.Leave.Text, Keys, [Node, _newcomer.PeerId, 1, "left", "to:", "tea", 0]);
    }

    [GlobalCleanup]
    public async Task StopAsync()
    {
        _connection.Dispose();
        await _process.DisposeAsync();
    }

    private void Join(Member member)
    {
        var answer = (RedisResult[])_redis.ScriptEvaluate(
            RedisScript.Join.Text, Keys, [Node, member.PeerId, 1, MemberText.Body(member), 10_000, "to:", "tea", "", 0, 1])!;
        if ((string?)answer[0] != "ok")
            throw new InvalidOperationException((string?)answer[0]);
    }
}
