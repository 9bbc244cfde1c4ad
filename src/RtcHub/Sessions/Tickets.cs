namespace RtcHub.Sessions;

/// <summary>
/// Which of a session's tickets are good: the last that its client has shown to have, and the one issued after it while
/// it is not certain that the client got it. Not thread-safe.
/// </summary>
internal sealed class Tickets
{
    private readonly string _peerId;
    private long? _issued;

    /// <summary>Those of a session that comes from elsewhere.</summary>
    /// <param name="peerId">Whose they are.</param>
    /// <param name="key">What they are made with.</param>
    /// <param name="confirmed">The last that the client has shown to have.</param>
    /// <param name="issued">The last issued; <see langword="null"/> when its node died and nobody knows.</param>
    public Tickets(string peerId, byte[] key, long confirmed, long? issued)
    {
        (_peerId, Key, Confirmed, _issued) = (peerId, key, confirmed, issued);
    }

    public byte[] Key { get; }

    public long Confirmed { get; private set; }

    /// <summary>The last issued; unknown after its node died.</summary>
    public long? Issued => _issued;

    public static Tickets New(string peerId) => new(peerId, ResumeTicket.CreateKey(), confirmed: 0, issued: 0);

    /// <summary>The text of a new ticket, which replaces one that was never confirmed.</summary>
    public string Issue(string nodeId)
    {
        _issued = (_issued ?? Confirmed) + 1;
        return ResumeTicket.Create(Key, _peerId, nodeId, _issued.Value).Text;
    }

    /// <summary>The client has shown that it has the ticket that was issued last. False when that was known.</summary>
    public bool Confirm()
    {
        if (_issued is not { } issued || issued == Confirmed)
            return false;
        Confirmed = issued;
        return true;
    }

    /// <summary>Whether this is one of the session's tickets. Showing the next one confirms it.</summary>
    public bool Accept(ResumeTicket ticket)
    {
        if (!IsGood(ticket, Key, Confirmed, _issued))
            return false;
        if (ticket.Number != Confirmed)
            Confirmed = ticket.Number;
        _issued ??= Confirmed;
        return true;
    }

    /// <summary>Whether a ticket is genuine and not void. A node that died may have issued any number above the last confirmed.</summary>
    public static bool IsGood(ResumeTicket ticket, byte[] key, long confirmed, long? issued) =>
        ticket.Number > 0
        && (ticket.Number == confirmed || ticket.Number == issued || (issued is null && ticket.Number > confirmed))
        && ticket.IsGenuine(key);
}
