using System.Net;
using System.Text;

namespace RtcHub.Bench;

/// <summary>A peer of the PeerJS server (npm: peer). It has no topics: peers know each other's ids beforehand.</summary>
internal sealed class PeerJsPeer : LoadPeer
{
    private static readonly byte[] Heartbeat = """{"type":"HEARTBEAT"}"""u8.ToArray();

    private readonly Dictionary<string, byte[][]> _signals = []; // to whom, by kind

    public PeerJsPeer(IPEndPoint server)
        : base(server) => Id = Guid.NewGuid().ToString();

    public override void Send(SignalKind kind, string to)
    {
        if (!_signals.TryGetValue(to, out var signals))
        {
            _signals[to] = signals = [.. Enum.GetValues<SignalKind>().Select(each => Encoding.UTF8.GetBytes(
                $"{{\"type\":\"{each.ToString().ToUpperInvariant()}\",\"payload\":{SampleSignals.Json(each)},\"dst\":\"{to}\"}}"))];
        }

        Write(signals[(int)kind]);
    }

    public override void KeepAlive() => Write(Heartbeat);

    protected override string Path() => $"/peerjs?key=peerjs&id={Id}&token=t&version=1.5.5";

    protected override void Greet()
    {
    }

    protected override void Take(ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("{\"type\":\"CANDIDATE\""u8))
            Received(SignalKind.Candidate);
        else if (message.StartsWith("{\"type\":\"OFFER\""u8))
            Received(SignalKind.Offer);
        else if (message.StartsWith("{\"type\":\"ANSWER\""u8))
            Received(SignalKind.Answer);
        else if (message.StartsWith("{\"type\":\"OPEN\""u8))
            OnEntered();
        else
            Fault ??= Encoding.UTF8.GetString(message);
    }
}
