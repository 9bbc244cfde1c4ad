using System.Net;
using System.Text;
using System.Text.Json;

namespace RtcHub.Bench;

/// <summary>A peer of the raw Kestrel relay (<c>bench/RtcHub.Yardsticks</c>): one JSON object a message.</summary>
internal sealed class PlainPeer(IPEndPoint server) : LoadPeer(server)
{
    private readonly Dictionary<string, byte[][]> _signals = []; // to whom, by kind

    public override void Send(SignalKind kind, string to)
    {
        if (!_signals.TryGetValue(to, out var signals))
        {
            _signals[to] = signals = [.. Enum.GetValues<SignalKind>().Select(each => Encoding.UTF8.GetBytes(
                $"{{\"type\":\"{each}\",\"to\":\"{to}\",\"payload\":{SampleSignals.Json(each)}}}"))];
        }

        Write(signals[(int)kind]);
    }

    protected override string Path() => $"/relay?topic={Topic}";

    protected override void Greet()
    {
    }

    protected override void Take(ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("{\"type\":\"Candidate\""u8))
            Received(SignalKind.Candidate);
        else if (message.StartsWith("{\"type\":\"Offer\""u8))
            Received(SignalKind.Offer);
        else if (message.StartsWith("{\"type\":\"Answer\""u8))
            Received(SignalKind.Answer);
        else if (message.StartsWith("{\"type\":\"Message\""u8))
            Received(SignalKind.Message);
        else if (message.StartsWith("{\"type\":\"Joined\""u8))
            Notified();
        else
            Welcome(message);
    }

    private void Welcome(ReadOnlySpan<byte> message)
    {
        Id = JsonElement.Parse(message).GetProperty("id").GetString()!;
        OnEntered();
    }
}
