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

    public IEnumerable<Session> All => _sessions.Values;

    public bool TryFind(string peerId, [NotNullWhen(true)] out Session? session) => _sessions.TryGetValue(peerId, out session);

    /// <summary>Begins a session, whose connection comes soon.</summary>
    public Session Open(JoinToken? token)
    {
        var session = new Session(token, context, Remove);
        _sessions.TryAdd(session.PeerId, session);
        context.Logger.SessionOpened(session.PeerId);
        return session;
    }

    /// <summary>
    /// Finds the session of a ticket, on whichever node, and gives it to the connection. The session is
    /// <see langword="null"/> when there is none, and the answer says why; that a ticket is made up only this side knows.
    /// </summary>
    public async ValueTask<(Session? Session, ResumeResult Answer, bool IsForged)> ResumeAsync(
        HubConnectionContext connection, string? text, long received)
    {
        if (!ResumeTicket.TryParse(text, out var ticket))
            return (null, new ResumeResult(SignalCode.SessionGone), IsForged: true);

        while (true)
        {
            if (context.Backplane.IsFenced)
                return (null, new ResumeResult(SignalCode.BackplaneUnavailable), false); // it may be another node's by now
            if (TryFind(ticket.PeerId, out var session) && !session.IsMoving)
            {
                if (session.TryResume(connection, ticket, received) is { } answer)
                    return (answer.Code == SignalCode.RateLimited ? null : session, answer, false);
                if (!session.IsMoving)
                    return (null, new ResumeResult(SignalCode.SessionGone), IsForged: !session.IsEnded && !session.HasIssued(ticket));
            }

            var code = await context.Backplane.ClaimAsync(ticket);
            if (code != SignalCode.Ok)
                return (null, new ResumeResult(code), false);
        }
    }

    /// <summary>A session that is about to come from another node, or an orphan: one whose node died.</summary>
    public Session Expect(string peerId, long epoch, bool isOrphan = false) => new(peerId, epoch, isOrphan, context, Remove);

    /// <summary>It has come. <paramref name="expected"/> is what waits for it, in those topics.</summary>
    public Session Arrive(SessionState state, Session? expected, IReadOnlyCollection<string> topics)
    {
        if (expected is not null && expected.Epoch != state.Epoch)
        {
            Abandon(expected, topics);
            (expected, topics) = (null, []);
        }

        var session = expected ?? new Session(state.PeerId, state.Epoch, isOrphan: false, context, Remove);
        session.Arrive(state, topics);
        Close(session, session.IsEnded ? topics : topics.Except(state.Memberships.Select(membership => membership.Topic)));
        Add(session);
        return session;
    }

    /// <summary>It does not come.</summary>
    public void Abandon(Session session, IEnumerable<string> topics)
    {
        session.Outbox.Close();
        Close(session, topics);
    }

    private void Close(Session session, IEnumerable<string> topics)
    {
        foreach (var name in topics)
        {
            if (context.Topics.TryFind(name, out var topic))
                context.Topics.Close(topic, session);
        }
    }

    /// <summary>An orphan is in its topics, and waits for its client.</summary>
    public void Adopt(Session orphan, Tickets tickets)
    {
        orphan.Inherit(tickets);
        Add(orphan);
    }

    private void Add(Session session)
    {
        _sessions[session.PeerId] = session;
        if (session.IsEnded)
            Remove(session); // somebody else has it by now
    }

    private void Remove(Session session) =>
        ((ICollection<KeyValuePair<string, Session>>)_sessions).Remove(new(session.PeerId, session));
}
