namespace RtcHub.Draining;

/// <summary>How many connections the hub has.</summary>
internal sealed class ConnectionCount
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _none;

    public int Value { get; private set; }

    public void Add()
    {
        lock (_gate)
            Value++;
    }

    public void Remove()
    {
        lock (_gate)
        {
            if (--Value == 0)
                _none?.TrySetResult();
        }
    }

    /// <summary>Completes when there is none.</summary>
    public Task WhenNone()
    {
        lock (_gate)
        {
            _none ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (Value == 0)
                _none.TrySetResult();
            return _none.Task;
        }
    }
}
