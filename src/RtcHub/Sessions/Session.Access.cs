using Microsoft.AspNetCore.SignalR;

namespace RtcHub.Sessions;

/// <summary>What it may do in its topics, what it does there as a moderator, and how it is taken out of them.</summary>
internal sealed partial class Session
{
    /// <summary>A timer takes no more than some weeks.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly HashSet<string> _removedFrom = new(StringComparer.Ordinal); // and has not let go of yet
    private JoinToken? _token;
    private ITimer? _accessTimer;

    /// <summary>The token that its client has shown last, while it lasts.</summary>
    public JoinToken? Token
    {
        get
        {
            lock (_calls)
                return _token?.ExpiresAt > _context.Time.GetUtcNow() ? _token : null;
        }
    }

    /// <summary>How long its token lasts, in milliseconds.</summary>
    public long? TokenTtlMs => Token is { } token ? (long)(token.ExpiresAt - _context.Time.GetUtcNow()).TotalMilliseconds : null;

    /// <summary>The client has another token: null when it may show it, or why not.</summary>
    public CallResult? AdmitRefresh(HubConnectionContext caller)
    {
        lock (_calls)
            return Admit(caller);
    }

    /// <summary>
    /// Goes on with another token of the same user. In topics that it allows the session has what it grants; out of the
    /// others it is taken. False when it is another user's, or the session another connection's.
    /// </summary>
    public async ValueTask<bool> TryRenewAsync(HubConnectionContext caller, JoinToken token)
    {
        Membership[] memberships;
        lock (_calls)
        {
            if (!IsHeldBy(caller) || !IsOfSameUser(token))
                return false;
            _token = token;
            memberships = [.. _memberships.Values];
        }

        foreach (var membership in memberships)
        {
            var access = await AuthorizeAsync(Visitor.Of(caller), membership.Topic.Name);
            lock (_calls)
            {
                if (!IsIn(membership))
                    continue;
                if (access is null)
                    TakeOut(membership, RemovalReason.Forbidden);
                else if (access != membership.Member.Access)
                    Regrant(membership, access);
            }
        }

        lock (_calls)
            AwaitAccessEnd();
        return true;
    }

    /// <summary>Takes another peer out of a topic.</summary>
    public async ValueTask<CallResult> RemovePeerAsync(HubConnectionContext caller, string? topic, string? peerId)
    {
        Task<SignalCode> removal;
        lock (_calls)
        {
            if (AdmitModerator(caller, topic, out var membership) is { } refusal)
                return refusal;
            if (peerId is null || peerId == PeerId || membership!.Topic.Find(peerId) is not { Access.IsHidden: false } member)
                return CallResult.Of(SignalCode.PeerGone);
            removal = _context.Backplane.RemoveAsync(membership.Topic.Name, member);
        }

        return CallResult.Of(await removal);
    }

    /// <summary>Locks a topic for as long as this session is in it and does not say otherwise.</summary>
    public async ValueTask<CallResult> LockTopicAsync(HubConnectionContext caller, string? topic, bool locked)
    {
        Membership? membership;
        Task<SignalCode> update;
        lock (_calls)
        {
            if (AdmitModerator(caller, topic, out membership) is { } refusal)
                return refusal;
            if (membership!.Member.Peer.Locks == locked)
                return CallResult.Of(SignalCode.Ok);
            membership.SetLocks(locked);
            update = _context.Backplane.UpdateAsync(membership.Topic.Name, membership.Member);
        }

        return await FinishAsync(update, takeBack: () => membership.SetLocks(!locked));
    }

    /// <summary>
    /// Somebody has taken it out of a topic, and its client has been told. Off this thread, for the caller holds the
    /// topic's lock.
    /// </summary>
    public void LeaveSoon(string topic)
    {
        lock (_removedFrom)
            _removedFrom.Add(topic);
        ThreadPool.UnsafeQueueUserWorkItem(
            static session =>
            {
                lock (session._calls)
                    session.LetGoOfRemoved();
            },
            this,
            preferLocal: false);
    }

    private ValueTask<TopicAccess?> AuthorizeAsync(Visitor visitor, string topic) =>
        _context.Authorizer.AuthorizeAsync(new TopicRequest(topic, visitor.User, Token), visitor.Lost);

    private CallResult? AdmitModerator(HubConnectionContext caller, string? topic, out Membership? membership)
    {
        membership = null;
        if (Admit(caller) is { } refusal)
            return refusal;
        if (!TryFindMembership(topic, out membership, out var fault))
            return CallResult.Of(fault);
        return membership.Member.Access.MayModerate ? null : CallResult.Of(SignalCode.Forbidden);
    }

    private bool IsOfSameUser(JoinToken token) =>
        (_token is null || _token.Subject == token.Subject)
        && _memberships.Values.All(membership => membership.Member.Access.UserId is not { } userId || userId == token.Subject);

    private bool IsIn(Membership membership) =>
        !_isEnded && !_isMoving && _memberships.TryGetValue(membership.Topic.Name, out var present) && present == membership;

    private void Regrant(Membership membership, TopicAccess access)
    {
        membership.SetAccess(access);
        _ = _context.Backplane.UpdateAsync(membership.Topic.Name, membership.Member);
    }

    private void TakeOut(Membership membership, string reason)
    {
        _memberships.Remove(membership.Topic.Name);
        _ = LeaveAsync(membership, LeaveReason.Removed); // now, or when the backplane is back
        Outbox.Append(_context.Protocol.Frame(nameof(ISignalingClient.Removed), membership.Topic.Name, reason));
    }

    private void LetGoOfRemoved()
    {
        foreach (var name in TakeRemovals())
        {
            if (_memberships.Remove(name, out var membership))
                _context.Topics.Close(membership.Topic, this);
        }
    }

    private string[] TakeRemovals()
    {
        lock (_removedFrom)
        {
            string[] removals = [.. _removedFrom];
            _removedFrom.Clear();
            return removals;
        }
    }

    private void AwaitAccessEnd()
    {
        _accessTimer?.Dispose();
        _accessTimer = null;
        if (_isEnded || _memberships.Values.Min(membership => membership.Member.Access.ExpiresAt) is not { } end)
            return;

        var wait = end - _context.Time.GetUtcNow();
        wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
        _accessTimer = _context.Time.CreateTimer(_ => OnAccessEnd(), null, wait, Timeout.InfiniteTimeSpan);
    }

    private void OnAccessEnd()
    {
        lock (_calls)
        {
            if (_isEnded || _isMoving)
                return; // where it goes, it is looked at again
            var now = _context.Time.GetUtcNow();
            foreach (var membership in _memberships.Values.Where(membership => membership.Member.Access.ExpiresAt <= now).ToArray())
                TakeOut(membership, RemovalReason.TokenExpired);
            AwaitAccessEnd();
        }
    }
}
