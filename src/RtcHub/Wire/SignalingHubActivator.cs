using Microsoft.AspNetCore.SignalR;
using RtcHub.Access;
using RtcHub.Admission;
using RtcHub.Sessions;

namespace RtcHub.Wire;

/// <summary>Makes a hub for each call without asking the container for what all of them share.</summary>
internal sealed class SignalingHubActivator(
    SessionRegistry sessions, SessionOpening opening, TokenAdmission tokens, GuessThrottle throttle) : IHubActivator<SignalingHub>
{
    public SignalingHub Create() => new(sessions, opening, tokens, throttle);

    public void Release(SignalingHub hub) => hub.Dispose();
}
