using Microsoft.AspNetCore.SignalR.Protocol;

namespace RtcHub.Wire;

/// <summary>Frames that have waited together and go out in one write.</summary>
internal sealed class SignalingBatch(ReadOnlyMemory<byte>[] frames) : HubMessage
{
    public ReadOnlySpan<ReadOnlyMemory<byte>> Frames => frames;
}
