using Microsoft.AspNetCore.SignalR;
using RtcHub.Sessions;

namespace RtcHub.Wire;

/// <summary>An answer comes after everything that its caller was sent before: who has left a topic hears no more of it.</summary>
internal sealed class OrderFilter : IHubFilter
{
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var answer = await next(invocation);
        invocation.Context.Features.Get<Session>()?.Outbox.Flush();
        return answer;
    }
}
