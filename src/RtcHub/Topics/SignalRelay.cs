using RtcHub.Backplane;
using RtcHub.Diagnostics;

namespace RtcHub.Topics;

/// <summary>
/// Steps 4 and 5 of a signal's path: where is its receiver, and how does it get there. See <c>docs/architecture.md</c>.
/// </summary>
internal sealed class SignalRelay(IBackplane backplane)
{
    private readonly Func<string, Envelope, ValueTask<SignalCode>> _send = backplane.SendAsync;

    /// <summary>Relays what a member of <paramref name="topic"/> sends; <paramref name="path"/> is which way that goes.</summary>
    public ValueTask<SignalCode> SendAsync(Topic topic, Envelope envelope, out SignalPath path) => envelope.To == Envelope.Everyone
        ? OutcomeAsync(topic.RouteToAll(envelope, _send, out path))
        : topic.Route(envelope, _send, out path);

    private static async ValueTask<SignalCode> OutcomeAsync(ValueTask<SignalCode>[] sendings)
    {
        var outcome = SignalCode.Ok;
        foreach (var sending in sendings)
        {
            if (await sending == SignalCode.BackplaneUnavailable)
                outcome = SignalCode.BackplaneUnavailable;
        }

        return outcome;
    }
}
