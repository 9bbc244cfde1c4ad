namespace RtcHub.Admission;

/// <summary>
/// A session's token bucket: <see cref="RtcHubOptions.CallBurst"/> calls at once,
/// <see cref="RtcHubOptions.CallsPerSecond"/> in the long run. Not thread-safe.
/// </summary>
internal struct CallBudget(RtcHubOptions options, TimeProvider time)
{
    private double _tokens = options.CallBurst;
    private long _refilledAt = time.GetTimestamp();

    /// <summary>Takes one call from the budget; when there is none, tells in how many milliseconds there is.</summary>
    public bool TryTake(out int retryAfterMs)
    {
        retryAfterMs = 0;
        if (options.CallsPerSecond == 0 || options.CallBurst == 0)
            return true;

        var now = time.GetTimestamp();
        var earned = time.GetElapsedTime(_refilledAt, now).TotalSeconds * options.CallsPerSecond;
        _tokens = Math.Min(options.CallBurst, _tokens + earned);
        _refilledAt = now;
        if (_tokens < 1)
        {
            retryAfterMs = (int)Math.Ceiling((1 - _tokens) * 1000 / options.CallsPerSecond);
            return false;
        }

        _tokens--;
        return true;
    }
}
