using Microsoft.AspNetCore.SignalR;
using RtcHub.Backplane;
using RtcHub.Diagnostics;
using RtcHub.Sessions;

namespace RtcHub.Wire;

/// <summary>
/// Around every call of a client: it waits, in its order, while this node finds out whether its sessions are still its own;
/// and its answer comes after everything that its caller was sent before, so that who has left a topic hears no more of it.
/// </summary>
internal sealed class CallFilter(IBackplane backplane, HubMetrics metrics, TimeProvider time) : IHubFilter
{
    /// <summary>
    /// Finding out takes a moment after an outage; whoever waits for longer is refused by the session. With what a call
    /// itself may wait for the backplane, an answer comes within a second or little more.
    /// </summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(800);

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (backplane.IsFenced)
            return InvokeLaterAsync(invocation, next);

        var call = next(invocation);
        return call.IsCompletedSuccessfully ? new(Answer(invocation, call.Result)) : AnswerLaterAsync(invocation, call);
    }

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

        return Answer(invocation, await next(invocation));
    }

    private async ValueTask<object?> AnswerLaterAsync(HubInvocationContext invocation, ValueTask<object?> call) =>
        Answer(invocation, await call);

    private object? Answer(HubInvocationContext invocation, object? answer)
    {
        if (answer is CallResult result and not SubscribeResult && !IsSignal(invocation))
            metrics.OnAnswer(result);
        invocation.Context.Features.Get<Session>()?.Outbox.Flush();
        return answer;
    }

    private static bool IsSignal(HubInvocationContext invocation) => invocation.HubMethodName.StartsWith("Send", StringComparison.OrdinalIgnoreCase);
}
