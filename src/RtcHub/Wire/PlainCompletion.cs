using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace RtcHub.Wire;

/// <summary>
/// Writes the answer that most calls get, a code and nothing else, without a serializer: the bytes that SignalR's JSON
/// protocol has for it.
/// </summary>
internal static class PlainCompletion
{
    private const int MaxIdLength = 32;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_");

    private static readonly byte[][] Tails =
        [.. Enum.GetNames<SignalCode>().Select(name => Encoding.ASCII.GetBytes(
            $"\",\"result\":{{\"code\":\"{JsonNamingPolicy.SnakeCaseLower.ConvertName(name)}\"}}}}\u001e"))];

    /// <summary>False when there is more to it: nothing is written then.</summary>
    public static bool TryWrite(CompletionMessage completion, IBufferWriter<byte> output)
    {
        if (completion.Result is not CallResult { RetryAfterMs: null } result || result.GetType() != typeof(CallResult)
            || completion.Error is not null || completion.Headers is { Count: > 0 } || completion.InvocationId is not { Length: <= MaxIdLength } id
            || id.AsSpan().ContainsAnyExcept(Plain))
            return false;

        output.Write("{\"type\":3,\"invocationId\":\""u8);
        output.Advance(Encoding.ASCII.GetBytes(id, output.GetSpan(MaxIdLength)));
        output.Write(Tails[(int)result.Code]);
        return true;
    }
}
