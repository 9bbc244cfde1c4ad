using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace RtcHub.Wire;

/// <summary>
/// SignalR's JSON protocol, the same bytes on the wire, except that the payloads of a call are sliced out of the
/// frame instead of parsed, and that a <see cref="SignalingFrame"/> goes out as it is. All else is the stock protocol's.
/// </summary>
internal sealed class SignalingProtocol : IHubProtocol
{
    public const byte RecordSeparator = 0x1E;

    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly JsonHubProtocol _stock = new(Options.Create(new JsonHubProtocolOptions
    {
        PayloadSerializerOptions = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = Encoder,
            TypeInfoResolver = WireJsonContext.Default,
        },
    }));

    public string Name => _stock.Name;

    public int Version => _stock.Version;

    public TransferFormat TransferFormat => _stock.TransferFormat;

    public bool IsVersionSupported(int version) => _stock.IsVersionSupported(version);

    public bool TryParseMessage(
        ref ReadOnlySequence<byte> input, IInvocationBinder binder, [NotNullWhen(true)] out HubMessage? message)
    {
        while (input.PositionOf(RecordSeparator) is { } end)
        {
            var sequence = input.Slice(0, end);
            var frame = sequence.IsSingleSegment ? sequence.FirstSpan : sequence.ToArray();

            // Slices are relayed as they are: one that is no UTF-8 would close the WebSocket of whoever gets it.
            if (!Utf8.IsValid(frame))
                throw new InvalidDataException("The message is not valid UTF-8.");

            if (InvocationReader.TryRead(frame, binder, out message))
            {
                input = input.Slice(input.GetPosition(1, end));
                return true;
            }

            // Pings, closes, and whatever is wrong with a call: the stock protocol knows what to say. It passes over types
            // of message that it does not know.
            if (_stock.TryParseMessage(ref input, binder, out message))
                return true;
        }

        message = null;
        return false;
    }

    public void WriteMessage(HubMessage message, IBufferWriter<byte> output)
    {
        switch (message)
        {
            case SignalingFrame frame:
                output.Write(frame.Bytes.Span);
                break;
            case SignalingBatch batch:
                foreach (var each in batch.Frames)
                    output.Write(each.Span);
                break;
            default:
                _stock.WriteMessage(message, output);
                break;
        }
    }

    public ReadOnlyMemory<byte> GetMessageBytes(HubMessage message) => _stock.GetMessageBytes(message);

    /// <summary>A text as JSON, as this protocol writes it.</summary>
    public static byte[] Json(string text) => [.. "\""u8, .. JsonEncodedText.Encode(text, Encoder).EncodedUtf8Bytes, .. "\""u8];

    /// <summary>A call to a client in its bytes on the wire.</summary>
    public SignalingFrame Frame(string method, params object?[] arguments) =>
        new(_stock.GetMessageBytes(new InvocationMessage(method, arguments)));
}
