using Microsoft.AspNetCore.SignalR;
using RtcHub.Diagnostics;
using RtcHub.Wire;

namespace RtcHub.Sessions;

/// <summary>The connection that holds it: lost, resumed, replaced.</summary>
internal sealed partial class Session
{
    /// <summary>The connection that it was opened for is here, held until <see cref="OnAnswered"/>. False when it has ended meanwhile.</summary>
    public bool TryBegin(HubConnectionContext connection)
    {
        lock (_calls)
        {
            if (!_isOpening || _isEnded)
                return false;
            _isOpening = false;
            _connection = connection;
            Connections.AgeOutbox(connection);
            if (Outbox.Attach(connection, received: 0) == AttachOutcome.Restarts)
                SendRosters(); // so much has come already that some of it is gone
            if (!WasShared)
                AwaitSubscription();
            return true;
        }
    }

    /// <summary>The connection that it was opened for did not come.</summary>
    public async Task AbandonAsync()
    {
        Task leaving;
        lock (_calls)
        {
            if (!_isOpening || _isEnded)
                return;
            FreePlaces();
            leaving = End(LeaveReason.Left);
        }

        await leaving;
    }

    /// <summary>
    /// Gives the session to another connection, held until <see cref="OnAnswered"/>; the connection that had it is
    /// closed. <see langword="null"/> when the ticket is not the session's, or the session has ended or is moving; refused
    /// when a connection resumes what it has over and over.
    /// </summary>
    public ResumeResult? TryResume(HubConnectionContext caller, ResumeTicket ticket, long received)
    {
        lock (_calls)
        {
            if (_connection == caller && AdmitRepeatedResume() is { } refusal)
                return refusal;
            if (!TryAccept(ticket))
                return null;

            CutPrevious(caller);
            _connection = caller;
            NoteInterrupted(false);
            _expiry?.Dispose();
            _expiry = null;

            var attached = Outbox.Attach(caller, received);
            if (attached != AttachOutcome.Continues)
                _handledSends = 0;
            if (attached == AttachOutcome.Restarts)
                SendRosters();

            foreach (var membership in _memberships.Values.Where(membership => membership.Member.Peer.State != PeerState.Connected))
                SetState(membership, PeerState.Connected);

            var code = attached == AttachOutcome.Continues ? SignalCode.Ok : SignalCode.Gap;
            _context.Logger.SessionResumed(PeerId, code);
            return new ResumeResult(code, _handledSends);
        }
    }

    /// <summary>Whether a ticket was its own at some time, void by now or not.</summary>
    public bool HasIssued(ResumeTicket ticket)
    {
        lock (_calls)
            return ticket.IsGenuine(_tickets.Key);
    }

    /// <summary>
    /// What a connection that just got the session is told, with a new ticket; null when it no longer holds the session,
    /// whose tickets are another's then. <paramref name="subscriptions"/> are as of its joins, or else as of now.
    /// </summary>
    public Welcome? Welcome(HubConnectionContext caller, IReadOnlyList<Subscription>? subscriptions = null)
    {
        lock (_calls)
        {
            return !IsHeldBy(caller) ? null : new Welcome(
                PeerId,
                _tickets.Issue(_context.Backplane.NodeId),
                (long)_context.Options.ResumeWindow.TotalMilliseconds,
                subscriptions ?? [.. _memberships.Values.Select(membership => Describe(membership, membership.Topic.Snapshot()))])
            {
                TokenTtlMs = TokenTtlMs,
                HandshakeReports = _context.Options.HandshakeReports,
            };
        }
    }

    /// <summary>The answer to a subscription or a resume is with its client: what was held for it follows.</summary>
    public void OnAnswered(HubConnectionContext caller)
    {
        Outbox.Release(caller);
        lock (_calls)
            FreePlaces();
    }

    /// <summary>The connection is lost: if it still held the session, the others are told, and the resume window begins.</summary>
    public void OnConnectionLost(HubConnectionContext connection)
    {
        lock (_calls)
        {
            if (_isEnded)
                _expiry?.Dispose(); // it does not wait for another session
            if (!IsHeldBy(connection))
                return;

            Interrupt();
        }
    }

    /// <summary>Tells the client to open another connection. Not counted.</summary>
    public void GoAway(SignalingFrame goAway)
    {
        lock (_calls)
            _ = _connection?.WriteAsync(goAway).AsTask();
    }

    /// <summary>Ends the connection, if there is one: the client may resume.</summary>
    public void Disconnect()
    {
        lock (_calls)
        {
            if (_connection is not null)
                Connections.Cut(_connection);
        }
    }

    private void OnWindowOver()
    {
        lock (_calls)
        {
            if (_isEnded || _isMoving || _connection is not null)
                return;
            // Timers fire some milliseconds early, and one may belong to an interruption before this.
            if (WindowLeft() is { Ticks: > 0 } left)
                _expiry?.Change(left + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
            else
                _ = End(LeaveReason.Timeout);
        }
    }

    private void SendRosters()
    {
        foreach (var membership in _memberships.Values)
            membership.Topic.SendRoster(this);
    }

    private void FreePlaces()
    {
        foreach (var place in _places)
            place.Dispose();
        _places.Clear();
    }

    private void Interrupt()
    {
        _connection = null;
        Outbox.Detach();
        AwaitClient(); // before the others know of it: they count on the window
        SetStateEverywhere(PeerState.Interrupted);
        _context.Logger.SessionInterrupted(PeerId);
    }

    /// <summary>The resume window begins, or what is left of it.</summary>
    private void AwaitClient(TimeSpan? left = null)
    {
        NoteInterrupted(true);
        var due = left ?? _context.Options.ResumeWindow;
        _windowEndsAt = _context.Time.GetTimestamp() + (long)(due.TotalSeconds * _context.Time.TimestampFrequency);
        _expiry?.Dispose();
        _expiry = _context.Time.CreateTimer(_ => OnWindowOver(), null, due, Timeout.InfiniteTimeSpan);
    }

    private void NoteInterrupted(bool isInterrupted)
    {
        if (_isInterrupted != isInterrupted)
            _context.Metrics.Interrupted.Add(isInterrupted ? 1 : -1);
        _isInterrupted = isInterrupted;
    }

    private TimeSpan WindowLeft() => _context.Time.GetElapsedTime(_context.Time.GetTimestamp(), _windowEndsAt);

    private void CutPrevious(HubConnectionContext? caller)
    {
        if (_connection is not null && _connection != caller)
            Connections.Cut(_connection);
    }

    private void CutSlowConsumer(HubConnectionContext connection)
    {
        _context.Logger.SlowConsumerCut(PeerId);
        _context.Metrics.OnCutReader();
        Connections.Cut(connection);
    }

    /// <summary>
    /// A resume is never refused to a connection that comes for it. One that has the session already pays for it, and for
    /// the rosters that it is told again.
    /// </summary>
    private ResumeResult? AdmitRepeatedResume()
    {
        if (!_budget.TryTake(out var retryAfterMs))
            return new ResumeResult(SignalCode.RateLimited) { RetryAfterMs = retryAfterMs };
        foreach (var membership in _memberships.Values)
            ChargeFor(membership.Topic.Snapshot());
        return null;
    }

    private bool TryAccept(ResumeTicket ticket)
    {
        var confirmed = _tickets.Confirmed;
        if (_isEnded || _isMoving || !_tickets.Accept(ticket))
            return false;
        if (_tickets.Confirmed != confirmed)
            _context.Backplane.Confirm(this);
        return true;
    }
}
