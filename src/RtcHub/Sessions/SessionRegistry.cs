using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.SignalR;
using RtcHub.Diagnostics;

namespace RtcHub.Sessions;

/// <summary>The sessions of this node, by peer id.</summary>
internal sealed class SessionRegistry(SessionContext context)
{
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    public int Count => _sessions.Count;

    public bool TryFind(string peerId, [NotNullWhen(true)] out Session? session) => _sessions.TryGetValue(peerId, out session);

    /// <summary>Begins a session on a new connection.</summary>
    public Session Open(HubConnectionContext connection)
    {
        Connections.LimitSendBuffer(connection, context.Options.SendBufferBytes);
        var session = new Session(connection, context, ended => _sessions.TryRemove(ended.PeerId, out _));
        _sessions.TryAdd(session.PeerId, session);
        context.Logger.SessionOpened(session.PeerId);
        return session;
    }

    /// <summary>Finds the session of a ticket and gives it to the connection.</summary>
    public bool TryResume(
        HubConnectionContext connection,
        string? ticket,
        long received,
        [NotNullWhen(true)] out Session? session,
        [NotNullWhen(true)] out ResumeResult? result)
    {
        session = null;
        result = null;
        if (ResumeTicket.TryParse(ticket, out var peerId, out var bytes) && TryFind(peerId, out session))
            result = session.TryResume(connection, bytes, received);
        return result is not null && session is not null;
    }
}
