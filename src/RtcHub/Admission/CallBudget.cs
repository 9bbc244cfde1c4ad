namespace RtcHub.Admission;

/// <summary>
/// A session's token bucket: <see cref="RtcHubOptions.CallBurst"/> calls at once,
/// <see cref="RtcHubOptions.CallsPerSecond"/> in the long run. Not thread-safe.
/// </summary>
internal struct CallBudget(RtcHubOptions options, TimeProvider time)
{
    // A call costs as many units as the clock has ticks a second: whole numbers, so waiting as told is always enough.
    private readonly long _cost = time.TimestampFrequency;
    private long _credit = options.CallBurst * time.TimestampFrequency;
    private long _refilledAt = time.GetTimestamp();

    /// <summary>How many calls are left now.</summary>
    public double Credit
    {
        readonly get => (double)_credit / _cost;
        set => _credit = (long)(value * _cost);
    }

    /// <summary>Takes one call from the budget; when there is none, tells in how many milliseconds there is.</summary>
    public bool TryTake(out int retryAfterMs)
    {
        retryAfterMs = 0;
        if (options.CallsPerSecond == 0 || options.CallBurst == 0)
            return true;

        var now = time.GetTimestamp();
        var full = options.CallBurst * _cost;
        var ticksToFull = (full - _credit) / options.CallsPerSecond + 1;
        _credit = Math.Min(full, _credit + Math.Min(now - _refilledAt, ticksToFull) * options.CallsPerSecond);
        _refilledAt = now;
        if (_credit < _cost)
        {
            var ticksToWait = (_cost - _credit + options.CallsPerSecond - 1) / options.CallsPerSecond;
            retryAfterMs = (int)((ticksToWait * 1000 + _cost - 1) / _cost);
            return false;
        }

        _credit -= _cost;
        return true;
    }
}
