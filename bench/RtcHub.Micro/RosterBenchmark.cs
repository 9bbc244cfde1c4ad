using BenchmarkDotNet.Attributes;
using RtcHub.Topics;

namespace RtcHub.Micro;

/// <summary>What a topic's size costs: to change the roster, and to say it to one who joins.</summary>
[MemoryDiagnoser]
public class RosterBenchmark
{
    private readonly Member _newcomer = SamplePeers.New();
    private Roster _roster = null!;

    [Params(2, 64, 1_000)]
    public int Peers { get; set; }

    [GlobalSetup]
    public void Fill() => _roster = new Roster(new RosterSnapshot([.. Enumerable.Range(0, Peers).Select(_ => SamplePeers.New())], Peers));

    [Benchmark]
    public void JoinAndLeave()
    {
        _roster.Apply(RosterEventKind.Joined, _newcomer, _roster.Version + 1);
        _roster.Apply(RosterEventKind.Left, _newcomer, _roster.Version + 1);
    }

    [Benchmark]
    public Peer[] Snapshot() => _roster.Snapshot().Others(_newcomer.PeerId);
}
