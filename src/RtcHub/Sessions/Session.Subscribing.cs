using Microsoft.AspNetCore.SignalR;

namespace RtcHub.Sessions;

/// <summary>A connection is for being in a topic: one that does not make for it is closed, and its session ends.</summary>
internal sealed partial class Session
{
    /// <summary>The time to subscribe begins. A lost connection, a resume and the end of the session end it.</summary>
    private void AwaitSubscription() => _expiry = _context.Time.CreateTimer(
        _ => OnSubscribeTimeout(), null, _context.Options.SubscribeTimeout, Timeout.InfiniteTimeSpan);

    /// <summary>The client has said goodbye: its connection has as long to resume another session.</summary>
    public void AwaitAnother(HubConnectionContext caller)
    {
        lock (_calls)
        {
            if (caller.ConnectionAborted.IsCancellationRequested)
                return;
            _expiry = _context.Time.CreateTimer(
                _ => CutUnlessResumed(caller), null, _context.Options.SubscribeTimeout, Timeout.InfiniteTimeSpan);
        }
    }

    private void CutUnlessResumed(HubConnectionContext caller)
    {
        if (caller.Features.Get<Session>() == this)
            Connections.Cut(caller);
    }

    private void OnSubscribeTimeout()
    {
        lock (_calls)
        {
            if (_isEnded || WasShared || _connection is null || _expiry is null)
                return;

            if (!_context.Backplane.IsAvailable || _context.Backplane.IsFenced)
            {
                _expiry.Change(_context.Options.SubscribeTimeout, Timeout.InfiniteTimeSpan); // it could not subscribe
                return;
            }

            Connections.Cut(_connection);
            _ = End(LeaveReason.Timeout);
        }
    }
}
