using System.Text.Json;
using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Clients;

/// <summary>Reads what the service called, as the contract's table of methods has it.</summary>
internal static class Events
{
    public static Entry Read(string method, JsonElement arguments, TimeSpan at)
    {
        var topic = arguments[0].GetString()!;
        return method switch
        {
            "PeerJoined" or "PeerUpdated" =>
                new RosterHeard(at, method, topic, arguments[2].GetInt64(), [PeerView.From(arguments[1])]),
            "PeerLeft" => new RosterHeard(
                at, method, topic, arguments[3].GetInt64(), [new PeerView(arguments[1].GetString()!, "", "")], arguments[2].GetString()),
            "Roster" => new RosterHeard(at, method, topic, arguments[2].GetInt64(), PeerView.ListFrom(arguments[1])),
            "Removed" => new RosterHeard(at, method, topic, 0, [], arguments[1].GetString()),
            "Offer" or "Answer" or "Candidate" or "Message" => ReadSignal(method, topic, arguments, at),
            _ => throw new InvalidOperationException($"The contract has no {method}."),
        };
    }

    private static MessageHeard ReadSignal(string method, string topic, JsonElement arguments, TimeSpan at)
    {
        var payload = arguments[2];
        var number = payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("n", out var n) ? n.GetInt64() : -1;
        return new MessageHeard(at, method, topic, arguments[1].GetString()!, number, payload.GetRawText() == Message.PayloadOf(number));
    }
}
