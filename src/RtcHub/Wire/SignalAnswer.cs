using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace RtcHub.Wire;

/// <summary>The answer to a signal in the bytes that SignalR's JSON protocol has for it.</summary>
internal static class SignalAnswer
{
    private const byte RecordSeparator = SignalingProtocol.RecordSeparator;

    private static readonly byte[][] Results =
        [.. Enum.GetNames<SignalCode>().Select(name => Encoding.ASCII.GetBytes(
            $",\"result\":{{\"code\":\"{JsonNamingPolicy.SnakeCaseLower.ConvertName(name)}\""))];

    /// <param name="invocationId">As JSON.</param>
    /// <param name="result">What became of the call.</param>
    /// <param name="output">Where it goes.</param>
    public static void Write(ReadOnlySpan<byte> invocationId, CallResult result, IBufferWriter<byte> output)
    {
        output.Write("""{"type":3,"invocationId":"""u8);
        output.Write(invocationId);
        output.Write(Results[(int)result.Code]);
        if (result.RetryAfterMs is { } retryAfterMs)
        {
            output.Write(",\"retryAfterMs\":"u8);
            var digits = output.GetSpan(16);
            Utf8Formatter.TryFormat(retryAfterMs, digits, out var length);
            output.Advance(length);
        }

        output.Write([(byte)'}', (byte)'}', RecordSeparator]);
    }
}
