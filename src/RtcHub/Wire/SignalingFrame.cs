using Microsoft.AspNetCore.SignalR.Protocol;

namespace RtcHub.Wire;

/// <summary>
/// A call to a client, already in its bytes on the wire. One frame is shared by every session it goes to, and by
/// their replay buffers.
/// </summary>
internal sealed class SignalingFrame(ReadOnlyMemory<byte> bytes) : HubMessage
{
    public ReadOnlyMemory<byte> Bytes { get; } = bytes;
}
