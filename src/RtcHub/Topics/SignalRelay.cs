using RtcHub.Backplane;
using RtcHub.Wire;

namespace RtcHub.Topics;

/// <summary>
/// Steps 4 and 5 of a signal's path: where is its receiver, and how does it get there. See <c>docs/architecture.md</c>.
/// </summary>
internal sealed class SignalRelay(IBackplane backplane, SignalingProtocol protocol)
{
    /// <summary>Relays what a member of <paramref name="topic"/> sends.</summary>
    public ValueTask<SignalCode> SendAsync(Topic topic, Envelope envelope)
    {
        if (envelope.To == Envelope.Everyone)
            return SendToEveryoneAsync(topic, envelope);

        if (envelope.To == envelope.From || !topic.TryFind(envelope.To, out var receiver))
            return new(SignalCode.PeerGone);

        return receiver.NodeId == backplane.NodeId
            ? new(topic.Deliver(envelope.From, envelope.To, protocol.Frame(envelope)))
            : backplane.SendAsync(receiver.NodeId, envelope);
    }

    private async ValueTask<SignalCode> SendToEveryoneAsync(Topic topic, Envelope envelope)
    {
        topic.Broadcast(envelope.From, protocol.Frame(envelope));

        var outcome = SignalCode.Ok;
        foreach (var node in topic.OtherNodes(backplane.NodeId))
        {
            var code = await backplane.SendAsync(node, envelope);
            if (code != SignalCode.Ok)
                outcome = code;
        }

        return outcome;
    }
}
