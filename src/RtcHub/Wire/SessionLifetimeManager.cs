using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;
using RtcHub.Draining;
using RtcHub.Sessions;
using RtcHub.Topics;

namespace RtcHub.Wire;

/// <summary>
/// Makes topics SignalR's groups and sessions its users: what is sent to <c>Clients.Group(topic)</c> or
/// <c>Clients.User(peerId)</c> goes through the sessions, counted and kept for a resume. What is sent to a connection
/// goes straight there, uncounted, as <c>Welcome</c> and <c>GoAway</c> do.
/// </summary>
internal sealed class SessionLifetimeManager(
    TopicDirectory topics,
    SessionRegistry sessions,
    SignalingProtocol protocol,
    ConnectionCount connections,
    ILogger<DefaultHubLifetimeManager<SignalingHub>> logger)
    : DefaultHubLifetimeManager<SignalingHub>(logger)
{
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        connections.Add();
        connection.Features.Set(connection); // for the hub, whose own context keeps it to itself
        (connection.Protocol as PatientProtocol)?.Lane.Attach(connection);
        return base.OnConnectedAsync(connection);
    }

    /// <summary>Leaves the session to be resumed. Here, for the hub is not told of a connection whose welcome failed.</summary>
    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        connections.Remove();
        connection.Features.Get<Session>()?.OnConnectionLost(connection);
        return base.OnDisconnectedAsync(connection);
    }

    public override Task SendGroupAsync(
        string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        if (topics.TryFind(groupName, out var topic))
            topic.Broadcast(from: "", protocol.Frame(methodName, args));
        return Task.CompletedTask;
    }

    public override Task SendUserAsync(
        string userId, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        if (sessions.TryFind(userId, out var session))
            session.Outbox.Append(protocol.Frame(methodName, args));
        return Task.CompletedTask;
    }

    public override async Task SendGroupsAsync(
        IReadOnlyList<string> groupNames, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        foreach (var topic in groupNames)
            await SendGroupAsync(topic, methodName, args, cancellationToken);
    }

    public override async Task SendUsersAsync(
        IReadOnlyList<string> userIds, string methodName, object?[] args, CancellationToken cancellationToken = default)
    {
        foreach (var peerId in userIds)
            await SendUserAsync(peerId, methodName, args, cancellationToken);
    }

    public override Task SendGroupExceptAsync(
        string groupName,
        string methodName,
        object?[] args,
        IReadOnlyList<string> excludedConnectionIds,
        CancellationToken cancellationToken = default) => throw NotThroughSessions();

    public override Task SendAllAsync(string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        throw NotThroughSessions();

    public override Task SendAllExceptAsync(
        string methodName, object?[] args, IReadOnlyList<string> excludedConnectionIds, CancellationToken cancellationToken = default) =>
        throw NotThroughSessions();

    /// <summary>Connections come and go under a session: what is sent past it would be missing in its count.</summary>
    private static NotSupportedException NotThroughSessions() =>
        new("Send to Clients.Group(topic) or Clients.User(peerId), which a resume repeats; connections can't be told apart here.");
}
