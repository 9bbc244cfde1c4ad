namespace RtcHub.Bench;

/// <summary>
/// Two peers who call each other over and over: an offer, its answer, and ten candidates each way, as fast as they come.
/// </summary>
internal sealed class Pair
{
    private const int CandidatesEach = 10;

    /// <summary>How many signals a call takes.</summary>
    public const int SignalsPerCall = 2 + 2 * CandidatesEach;

    private readonly LoadPeer _caller;
    private readonly LoadPeer _callee;
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;
    private int _callsLeft;
    private int _candidates; // of the present call that have come
    private long _signals;

    public Pair(LoadPeer caller, LoadPeer callee)
    {
        (_caller, _callee) = (caller, callee);
        caller.Received = kind => OnReceived(_caller, _callee, kind);
        callee.Received = kind => OnReceived(_callee, _caller, kind);
    }

    /// <summary>How many signals have come.</summary>
    public long Signals => Interlocked.Read(ref _signals);

    /// <summary>Calls so many times, or until it is stopped. Completes when the last call is set up.</summary>
    public Task RunAsync(int calls = int.MaxValue)
    {
        _callsLeft = calls;
        Call();
        return _stopped.Task;
    }

    /// <summary>The call that goes on now is the last.</summary>
    public void Stop() => _isStopping = true;

    /// <summary>Sends one signal, which nothing follows.</summary>
    public void SendOne(SignalKind kind)
    {
        _callee.Received = _ => Interlocked.Increment(ref _signals);
        _caller.Send(kind, _callee);
    }

    /// <summary>Both leave.</summary>
    /// <exception cref="InvalidOperationException">Something went wrong on the way.</exception>
    public Task LeaveAsync()
    {
        if ((_caller.Fault ?? _callee.Fault) is { } fault)
            throw new InvalidOperationException(fault);
        return Task.WhenAll(_caller.LeaveAsync(), _callee.LeaveAsync());
    }

    private void Call()
    {
        if (_isStopping || _callsLeft-- == 0)
            _stopped.TrySetResult();
        else
            _caller.Send(SignalKind.Offer, _callee);
    }

    private void OnReceived(LoadPeer receiver, LoadPeer sender, SignalKind kind)
    {
        Interlocked.Increment(ref _signals);
        switch (kind)
        {
            case SignalKind.Offer:
                receiver.Send(SignalKind.Answer, sender);
                SendCandidates(receiver, sender);
                break;
            case SignalKind.Answer:
                SendCandidates(receiver, sender);
                break;
            default:
                if (Interlocked.Increment(ref _candidates) % (2 * CandidatesEach) == 0)
                    Call();
                break;
        }
    }

    private static void SendCandidates(LoadPeer from, LoadPeer to)
    {
        for (var i = 0; i < CandidatesEach; i++)
            from.Send(SignalKind.Candidate, to);
    }
}
