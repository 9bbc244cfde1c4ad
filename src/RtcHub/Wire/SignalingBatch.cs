using Microsoft.AspNetCore.SignalR.Protocol;

namespace RtcHub.Wire;

/// <summary>Frames that have waited together and go out in one write.</summary>
internal sealed class SignalingBatch(SignalingFrame[] frames) : HubMessage
{
    public ReadOnlySpan<SignalingFrame> Frames => frames;
}
