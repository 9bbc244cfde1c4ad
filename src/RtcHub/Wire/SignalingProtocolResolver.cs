using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using RtcHub.Admission;
using RtcHub.Backplane;

namespace RtcHub.Wire;

/// <summary>Gives RtcHub's protocol to the connections of RtcHub's hub alone; the application's other hubs keep theirs.</summary>
internal sealed class SignalingProtocolResolver(
    SignalingProtocol protocol, IBackplane backplane, IOptions<RtcHubOptions> options, TimeProvider time) : IHubProtocolResolver
{
    public IReadOnlyList<IHubProtocol> AllProtocols { get; } = [protocol];

    public IHubProtocol? GetProtocol(string protocolName, IReadOnlyList<string>? supportedProtocols) =>
        string.Equals(protocolName, protocol.Name, StringComparison.OrdinalIgnoreCase)
            ? new PatientProtocol(protocol, new SignalLane(backplane), TokenBucket.Patience(options.Value, time))
            : null;
}
