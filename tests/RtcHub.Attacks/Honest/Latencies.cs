using System.Globalization;

namespace RtcHub.Attacks.Honest;

/// <summary>How long something took, many times.</summary>
internal sealed class Latencies
{
    private readonly List<double> _milliseconds = [];

    public void Add(TimeSpan elapsed)
    {
        lock (_milliseconds)
            _milliseconds.Add(elapsed.TotalMilliseconds);
    }

    /// <summary>All since the last call.</summary>
    public Spread Take()
    {
        lock (_milliseconds)
        {
            _milliseconds.Sort();
            var spread = _milliseconds.Count == 0
                ? default
                : new Spread(_milliseconds.Count, At(0.5), At(0.99), _milliseconds[^1]);
            _milliseconds.Clear();
            return spread;
        }

        double At(double share) => _milliseconds[(int)(_milliseconds.Count * share)];
    }
}

/// <summary>Milliseconds.</summary>
internal readonly record struct Spread(int Count, double P50, double P99, double Max)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Count:N0} times, p50 {P50:0.0} p99 {P99:0.0} max {Max:0.0} ms");
}
