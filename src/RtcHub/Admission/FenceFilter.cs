using Microsoft.AspNetCore.SignalR;
using RtcHub.Backplane;

namespace RtcHub.Admission;

/// <summary>
/// Holds a client's calls, in their order, while this node finds out whether its sessions are still its own. That takes
/// a moment after an outage; whoever waits for longer is refused by the session.
/// </summary>
internal sealed class FenceFilter(IBackplane backplane, TimeProvider time) : IHubFilter
{
    /// <summary>With what a call itself may wait for the backplane, an answer comes within a second or little more.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next) =>
        backplane.IsFenced ? InvokeLaterAsync(invocation, next) : next(invocation);

    private async ValueTask<object?> InvokeLaterAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        try
        {
            await backplane.WhenUnfencedAsync().WaitAsync(Patience, time, invocation.Context.ConnectionAborted);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // the session refuses it, with a code; or its connection is closed, and nobody waits for one
        }

        return await next(invocation);
    }
}
