namespace RtcHub.Attacks.Fuzz;

/// <summary>What the server made of the shots.</summary>
internal sealed class Tally
{
    private long _handled;
    private long _results;
    private long _errors;
    private long _closes;
    private string? _wrong;

    /// <summary>The first thing that was wrong.</summary>
    public string? Wrong => _wrong;

    public void AddHandled() => Interlocked.Increment(ref _handled);

    public void AddResult() => Interlocked.Increment(ref _results);

    public void AddError() => Interlocked.Increment(ref _errors);

    public void AddClose() => Interlocked.Increment(ref _closes);

    public void Report(string wrong) => Interlocked.CompareExchange(ref _wrong, wrong, null);

    public override string ToString() => $"{_handled:N0} frames: {_results:N0} answered with a code, {_errors:N0} with an error, {_closes:N0} connections closed";
}
