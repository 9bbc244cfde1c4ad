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
