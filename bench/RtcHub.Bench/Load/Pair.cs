namespace RtcHub.Bench;

/// <summary>
/// Two peers who call each other over and over: an offer, its answer, and ten candidates each way, as fast as they come.
/// </summary>
internal sealed class Pair
{
    private const int CandidatesEach = 10;

    /// <summary>How many signals a call takes.</summary>
    public const int SignalsPerCall = 2 + 2 * CandidatesEach;

    private TaskCompletionSource _stopped = new();
    private volatile bool _isStopping;
    private int _candidates; // of the present call that have come
    private long _signals;

    public Pair(LoadPeer caller, LoadPeer callee)
    {
        (Caller, Callee) = (caller, callee);
        caller.Received = kind => OnReceived(Caller, Callee, kind);
        callee.Received = kind => OnReceived(Callee, Caller, kind);
    }

    public LoadPeer Caller { get; }

    public LoadPeer Callee { get; }

    /// <summary>How many signals have come.</summary>
    public long Signals => Interlocked.Read(ref _signals);

    /// <summary>Told before each call.</summary>
    public Action BeforeCall { get; set; } = () => { };

    /// <summary>Calls until it is stopped.</summary>
    public void Start() => Start(isLast: false);

    /// <summary>Completes when the call that goes on now is set up.</summary>
    public Task StopAsync()
    {
        _isStopping = true;
        return _stopped.Task.OrGiveUpAsync(() => $"the end of a call that has {_candidates} candidates. {Caller.Fault ?? Callee.Fault}");
    }

    /// <summary>One call.</summary>
    public Task CallOnceAsync()
    {
        Start(isLast: true);
        return StopAsync();
    }

    /// <summary>Both leave.</summary>
    public Task LeaveAsync() => Task.WhenAll(Caller.LeaveAsync(), Callee.LeaveAsync());

    private void Start(bool isLast)
    {
        _stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _isStopping = isLast;
        Call();
    }

    private void Call()
    {
        BeforeCall();
        Caller.Send(SignalKind.Offer, Callee.Id);
    }

    private void OnReceived(LoadPeer receiver, LoadPeer sender, SignalKind kind)
    {
        Interlocked.Increment(ref _signals);
        switch (kind)
        {
            case SignalKind.Offer:
                receiver.Send(SignalKind.Answer, sender.Id);
                SendCandidates(receiver, sender);
                break;
            case SignalKind.Answer:
                SendCandidates(receiver, sender);
                break;
            default:
                if (Interlocked.Increment(ref _candidates) == 2 * CandidatesEach)
                    OnCalled();
                break;
        }
    }

    private void OnCalled()
    {
        _candidates = 0;
        if (_isStopping)
            _stopped.TrySetResult();
        else
            Call();
    }

    private static void SendCandidates(LoadPeer from, LoadPeer to)
    {
        for (var i = 0; i < CandidatesEach; i++)
            from.Send(SignalKind.Candidate, to.Id);
    }
}
