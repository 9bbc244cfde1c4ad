using System.Text;
using BenchmarkDotNet.Attributes;
using RtcHub.Backplane;
using RtcHub.Bench;
using RtcHub.Redis;

namespace RtcHub.Micro;

/// <summary>What it costs to put a signal into an envelope to another node, and to take it out there.</summary>
[MemoryDiagnoser]
public class EnvelopeBenchmark
{
    private Envelope _envelope;
    private byte[] _message = [];

    /// <summary>What is sent.</summary>
    [Params(nameof(SignalKind.Offer), nameof(SignalKind.Candidate))]
    public string Kind { get; set; } = "";

    [GlobalSetup]
    public void Make()
    {
        var payload = new RawJson(Encoding.UTF8.GetBytes(SampleSignals.Json(Enum.Parse<SignalKind>(Kind))));
        _envelope = new Envelope(Enum.Parse<EnvelopeKind>(Kind), "tea", SamplePeers.New().PeerId, SamplePeers.New().PeerId, payload, RosterVersion: 2, Epoch: 1);
        _message = Write();
    }

    [Benchmark]
    public byte[] Write()
    {
        using var writer = new InboxWriter(InboxMessage.Envelope);
        writer.Write(_envelope);
        return writer.ToArray();
    }

    [Benchmark]
    public int Read()
    {
        using var reader = new InboxReader(_message);
        return reader.SkipHead().ReadEnvelope().Payload.Utf8.Length;
    }
}
