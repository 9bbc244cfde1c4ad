namespace RtcHub.Admission;

/// <summary>
/// A token bucket that begins full: <paramref name="capacity"/> at once, <paramref name="perSecond"/> in the long run.
/// Either being 0 means no limit. Not thread-safe.
/// </summary>
internal struct TokenBucket(int capacity, int perSecond, TimeProvider time)
{
    // A token costs as many units as the clock has ticks a second: whole numbers, so waiting as told is always enough.
    private readonly long _cost = time.TimestampFrequency;
    private long _credit = capacity * time.TimestampFrequency;
    private long _refilledAt = time.GetTimestamp();

    /// <summary>For calls: <see cref="RtcHubOptions.CallBurst"/> and <see cref="RtcHubOptions.CallsPerSecond"/>.</summary>
    public static TokenBucket Budget(RtcHubOptions options, TimeProvider time) => new(options.CallBurst, options.CallsPerSecond, time);

    /// <summary>For what is over the budget, or is no call: 10 times the burst, at least 1,000.</summary>
    public static TokenBucket Patience(RtcHubOptions options, TimeProvider time) =>
        new(Math.Max(1_000, 10 * options.CallBurst), options.CallsPerSecond, time);

    /// <summary>How many tokens are left now.</summary>
    public double Credit
    {
        readonly get => (double)_credit / _cost;
        set => _credit = (long)(value * _cost);
    }

    /// <summary>Takes one token; when there is none, tells in how many milliseconds there is.</summary>
    public bool TryTake(out int retryAfterMs)
    {
        retryAfterMs = 0;
        if (capacity == 0 || perSecond == 0)
            return true;

        Refill();
        if (_credit < _cost)
        {
            var ticksToWait = (_cost - _credit + perSecond - 1) / perSecond;
            retryAfterMs = (int)((ticksToWait * 1000 + _cost - 1) / _cost);
            return false;
        }

        _credit -= _cost;
        return true;
    }

    /// <summary>Takes tokens that may not be there: the next take waits for them too.</summary>
    public void Charge(long tokens)
    {
        if (capacity == 0 || perSecond == 0)
            return;

        Refill();
        _credit -= tokens * _cost;
    }

    /// <summary>Whether it is as it was at first: nothing is lost by forgetting it.</summary>
    public bool IsFull()
    {
        if (capacity == 0 || perSecond == 0)
            return true;

        Refill();
        return _credit == capacity * _cost;
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        var full = capacity * _cost;
        var ticksToFull = (full - _credit) / perSecond + 1;
        _credit = Math.Min(full, _credit + Math.Min(now - _refilledAt, ticksToFull) * perSecond);
        _refilledAt = now;
    }
}
