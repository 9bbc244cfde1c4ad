using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace RtcHub.Wire;

/// <summary>Gives RtcHub's protocol to RtcHub's hub alone; the application's other hubs keep theirs.</summary>
internal sealed class SignalingProtocolResolver(SignalingProtocol protocol) : IHubProtocolResolver
{
    public IReadOnlyList<IHubProtocol> AllProtocols { get; } = [protocol];

    public IHubProtocol? GetProtocol(string protocolName, IReadOnlyList<string>? supportedProtocols) =>
        string.Equals(protocolName, protocol.Name, StringComparison.OrdinalIgnoreCase) ? protocol : null;
}
