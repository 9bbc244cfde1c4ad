using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using RtcHub.Sessions;
using RtcHub.Topics;

namespace RtcHub.Wire;

/// <summary>
/// Makes topics SignalR's groups and sessions its users: what is sent to <c>Clients.Group(topic)</c> or
/// <c>Clients.User(peerId)</c> goes through the sessions, counted and kept for a resume. What is sent to a connection
/// goes straight there, uncounted, as <c>Welcome</c> and <c>GoAway</c> do.
/// </summary>
internal sealed class SessionLifetimeManager(
    TopicDirectory topics, SessionRegistry sessions, SignalingProtocol protocol, ILogger<DefaultHubLifetimeManager<SignalingHub>> logger)
    : DefaultHubLifetimeManager<SignalingHub>(logger)
{
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        connection.Features.Set(connection); // for the hub, whose own context keeps it to itself
        return base.OnConnectedAsync(connection);
    }

    /// <summary>Leaves the session to be resumed. Here, for the hub is not told of a connection whose welcome failed.</summary>
    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        connection.Features.Get<Session>()?.OnConnectionLost(connection);
        return base.OnDisconnectedAsync(connection);
    }

    public override Task SendGroupAsync(
        string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        if (topics.TryFind(groupName, out var topic))
            topic.Broadcast(except: "", protocol.Frame(methodName, args));
        return Task.CompletedTask;
    }

    public override Task SendUserAsync(
        string userId, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        if (sessions.TryFind(userId, out var session))
            session.Outbox.Append(protocol.Frame(methodName, args));
        return Task.CompletedTask;
    }
}
