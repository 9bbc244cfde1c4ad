using RtcHub.Backplane;
using RtcHub.Sessions;
using RtcHub.Topics;

namespace RtcHub.Tests.Support;

/// <summary>The embedded backplane, for tests that bend one thing of it.</summary>
internal abstract class BentBackplane : IBackplane
{
    private readonly InMemoryBackplane _inner = new(TimeProvider.System);

    public string NodeId => _inner.NodeId;

    public virtual bool IsAvailable => _inner.IsAvailable;

    public virtual bool IsFenced => _inner.IsFenced;

    public bool HasOtherNodes => _inner.HasOtherNodes;

    public IOversight Oversight => _inner.Oversight;

    public virtual Task WhenUnfencedAsync() => _inner.WhenUnfencedAsync();

    public Task StartAsync(TopicDirectory topics, SessionRegistry sessions, LocalNode node, CancellationToken cancellationToken) =>
        _inner.StartAsync(topics, sessions, node, cancellationToken);

    public virtual ValueTask<JoinOutcome> JoinAsync(string topic, Member member, Tickets tickets, int capacity) =>
        _inner.JoinAsync(topic, member, tickets, capacity);

    public Task<SignalCode> UpdateAsync(string topic, Member member) => _inner.UpdateAsync(topic, member);

    public Task<SignalCode> LeaveAsync(string topic, Member member, LeaveReason reason) => _inner.LeaveAsync(topic, member, reason);

    public Task<SignalCode> RemoveAsync(string topic, Member member) => _inner.RemoveAsync(topic, member);

    public Task<RosterSnapshot?> FetchAsync(string topic) => _inner.FetchAsync(topic);

    public ValueTask<SignalCode> SendAsync(string nodeId, Envelope envelope) => _inner.SendAsync(nodeId, envelope);

    public Task<SignalCode> ClaimAsync(ResumeTicket ticket) => _inner.ClaimAsync(ticket);

    public void Confirm(Session session) => _inner.Confirm(session);

    public void Forget(Session session) => _inner.Forget(session);

    public void LetGo(Session session) => _inner.LetGo(session);

    public Task LeaveServiceAsync() => _inner.LeaveServiceAsync();
}
