namespace RtcHub.Sessions;

/// <summary>
/// The ticket of a session, and the next one while it is not certain that the client has it: the old one is void once
/// the client has made a call on the connection that was given the new one. Not thread-safe.
/// </summary>
internal sealed class TicketPair(string peerId)
{
    private ResumeTicket? _current;
    private ResumeTicket? _next;

    /// <summary>The text of a new ticket, which replaces one that was never confirmed.</summary>
    public string Issue()
    {
        _next = ResumeTicket.Create(peerId, out var text);
        return text;
    }

    /// <summary>The client has shown that it has the ticket that was issued last.</summary>
    public void Confirm()
    {
        if (_next is null)
            return;
        _current = _next;
        _next = null;
    }

    /// <summary>Whether this is one of the session's tickets. Showing the next one confirms it.</summary>
    public bool Accept(ReadOnlySpan<byte> ticket)
    {
        if (_next?.Matches(ticket) == true)
        {
            Confirm();
            return true;
        }

        return _current?.Matches(ticket) == true;
    }
}
