using System.Net;
using System.Text;
using System.Text.Json;

namespace RtcHub.Bench;

/// <summary>A peer of the socket.io relay (<c>bench/yardsticks-npm</c>), over WebSocket from the beginning (Engine.IO 4).</summary>
internal sealed class SocketIoPeer(IPEndPoint server) : LoadPeer(server)
{
    private readonly Dictionary<string, byte[][]> _signals = []; // to whom, by kind

    public override void Send(SignalKind kind, string to)
    {
        if (!_signals.TryGetValue(to, out var signals))
        {
            _signals[to] = signals = [.. Enum.GetValues<SignalKind>().Select(each => Encoding.UTF8.GetBytes(
                each is SignalKind.Message
                    ? $"42[\"{each}\",\"{to}\",{SampleSignals.Json(each)},\"{Topic}\"]"
                    : $"42[\"{each}\",\"{to}\",{SampleSignals.Json(each)}]"))];
        }

        Write(signals[(int)kind]);
    }

    protected override string Path() => "/socket.io/?EIO=4&transport=websocket";

    protected override void Greet() => Write("40"u8);

    protected override void Take(ReadOnlySpan<byte> message)
    {
        if (message.StartsWith("42[\"Candidate\""u8))
            Received(SignalKind.Candidate);
        else if (message.StartsWith("42[\"Offer\""u8))
            Received(SignalKind.Offer);
        else if (message.StartsWith("42[\"Answer\""u8))
            Received(SignalKind.Answer);
        else if (message.StartsWith("42[\"Message\""u8))
            Received(SignalKind.Message);
        else if (message.StartsWith("42[\"joined\""u8))
            Notified();
        else if (message.StartsWith("43"u8))
            OnEntered();
        else if (message.StartsWith("40"u8))
            Enter(message[2..]);
        else if (message.SequenceEqual("2"u8))
            Write("3"u8);
    }

    private void Enter(ReadOnlySpan<byte> connected)
    {
        Id = JsonElement.Parse(connected).GetProperty("sid").GetString()!;
        Write(Encoding.UTF8.GetBytes($"421[\"subscribe\",\"{Topic}\"]"));
    }
}
