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
/// <param name="lane">Takes signals.</param>
/// <param name="patience">With whatever is no call.</param>
internal sealed class PatientProtocol(SignalingProtocol shared, SignalLane lane, TokenBucket patience) : IHubProtocol
{
    private TokenBucket _patience = patience;

    /// <summary>Takes the signals of this connection.</summary>
    public SignalLane Lane => lane;

    public string Name => shared.Name;

    public int Version => shared.Version;

    public TransferFormat TransferFormat => shared.TransferFormat;

    public bool IsVersionSupported(int version) => shared.IsVersionSupported(version);

    public bool TryParseMessage(
        ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        if (lane.TryTake(ref input))
        {
            message = PingMessage.Instance; // the client has shown life, and there is nothing more to do
            return true;
        }

        if (!shared.TryParseMessage(ref input, binder, out message))
            return false;
        if (message is HubMethodInvocationMessage)
            lane.OnCall();
        if (message is not InvocationMessage && !_patience.TryTake(out _))
            throw new InvalidDataException("Too many messages are no call.");
        return true;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output) => shared.WriteMessage(message, output);

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => shared.GetMessageBytes(message);
}
