using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace RtcHub.Tests.Support;

/// <summary>
/// SignalR's JSON protocol that shows what the service calls as it is read. <c>HubConnection</c> runs its handlers on a
/// task of their own, so an answer could overtake a call that came before it; here they are in the order of the wire.
/// </summary>
internal sealed class RecordingProtocol(Action<InvocationMessage> record) : IHubProtocol
{
    private readonly JsonHubProtocol _stock = new();

    public string Name => _stock.Name;

    public int Version => _stock.Version;

    public TransferFormat TransferFormat => _stock.TransferFormat;

    public bool IsVersionSupported(int version) => _stock.IsVersionSupported(version);

    public bool TryParseMessage(
        ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        var parsed = _stock.TryParseMessage(ref input, binder, out message);
        if (message is InvocationBindingFailureMessage failure)
            failure.BindingFailure.Throw();
        if (message is InvocationMessage invocation)
            record(invocation);
        return parsed;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        var bytes = _stock.GetMessageBytes(message);
        Canary.Keep(bytes.Span[..^1]);
        output.Write(bytes.Span);
    }

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _stock.GetMessageBytes(message);
}
