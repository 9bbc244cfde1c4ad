using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using RtcHub.Admission;

namespace RtcHub.Wire;

/// <summary>
/// The protocol as one connection speaks it. What no session counts — calls that do not exist or do not fit, pings,
/// cancellations — is no free way to keep the service busy: who goes on with it is cut.
/// </summary>
/// <param name="shared">Reads and writes.</param>
/// <param name="patience">With whatever is no call.</param>
internal sealed class PatientProtocol(SignalingProtocol shared, TokenBucket patience) : IHubProtocol
{
    private readonly LastTexts _texts = new();
    private TokenBucket _patience = patience;

    public string Name => shared.Name;

    public int Version => shared.Version;

    public TransferFormat TransferFormat => shared.TransferFormat;

    public bool IsVersionSupported(int version) => shared.IsVersionSupported(version);

    public bool TryParseMessage(
        ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (!shared.TryParseMessage(ref input, binder, _texts, out message))
            return false;
        if (message is not InvocationMessage && !_patience.TryTake(out _))
            throw new InvalidDataException("Too many messages are no call.");
        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => shared.WriteMessage(message, output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => shared.GetMessageBytes(message);
}
