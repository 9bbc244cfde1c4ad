namespace RtcHub.Bench;

/// <summary>The peers of one topic. The first says something to all others, and again when everyone has it.</summary>
internal sealed class Crowd
{
    private readonly IReadOnlyList<LoadPeer> _peers;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;
    private int _waitedFor;
    private long _deliveries;

    public Crowd(IReadOnlyList<LoadPeer> peers)
    {
        _peers = peers;
        foreach (var listener in peers.Skip(1))
            listener.Received = _ => OnReceived();
    }

    /// <summary>How many of its messages have come, counted at each receiver.</summary>
    public long Deliveries => Interlocked.Read(ref _deliveries);

    public void Start() => Say();

    /// <summary>Completes when the present message is with everyone.</summary>
    public Task StopAsync()
    {
        _isStopping = true;
        return _stopped.Task.OrGiveUpAsync(() => $"a message to reach {_waitedFor} more. {_peers[0].Fault}");
    }

    public Task LeaveAsync() => Task.WhenAll(_peers.Select(peer => peer.LeaveAsync()));

    private void Say()
    {
        Volatile.Write(ref _waitedFor, _peers.Count - 1);
        _peers[0].Send(SignalKind.Message, LoadPeer.Everyone);
    }

    private void OnReceived()
    {
        Interlocked.Increment(ref _deliveries);
        if (Interlocked.Decrement(ref _waitedFor) > 0)
            return;
        if (_isStopping)
            _stopped.TrySetResult();
        else
            Say();
    }
}
