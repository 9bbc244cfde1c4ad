using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace RtcHub.Admission;

/// <summary>How many connections this node takes, in all and from one address: at once, and each second.</summary>
internal sealed class ConnectionLimits(IOptions<RtcHubOptions> options, TimeProvider time)
{
    /// <summary>Nobody knows when one of an address' connections ends: what its clients wait is ours to say.</summary>
    private static readonly TimeSpan RetryWhenFull = TimeSpan.FromSeconds(10);

    private const int AddressesBeforeSweep = 1_024;

    private readonly RtcHubOptions _options = options.Value;
    private readonly Lock _gate = new();
    private readonly Dictionary<ClientAddress, Usage> _usages = [];
    private TokenBucket _rate = new(options.Value.ConnectionBurst, options.Value.ConnectionsPerSecond, time);
    private int _connections;
    private int _sweepAt = AddressesBeforeSweep;

    /// <summary>How many addresses are remembered.</summary>
    public int Addresses
    {
        get
        {
            lock (_gate)
                return _usages.Count;
        }
    }

    /// <summary>Counts a request in until <see cref="Leave"/>: <see langword="null"/>, or why it is not let in.</summary>
    /// <param name="address">Whose it is; <see langword="null"/> counts in all only.</param>
    /// <param name="begins">Whether it begins a connection; else it goes on with one, as a poll does.</param>
    public Refusal? TryEnter(ClientAddress? address, bool begins)
    {
        lock (_gate)
        {
            if (IsFull(_connections, _options.MaxConnections))
                return new Refusal(StatusCodes.Status503ServiceUnavailable);

            var usage = address is { } known ? UsageOf(known) : null;
            if (usage is not null && IsFull(usage.Connections, _options.MaxConnectionsPerAddress))
                return new Refusal(StatusCodes.Status429TooManyRequests, RetryWhenFull);

            // The address' own first: what it is refused takes nothing from the others.
            var retryAfterMs = 0;
            if (begins && (usage?.Rate.TryTake(out retryAfterMs) == false || !_rate.TryTake(out retryAfterMs)))
                return new Refusal(StatusCodes.Status429TooManyRequests, TimeSpan.FromMilliseconds(retryAfterMs));

            _connections++;
            if (usage is not null)
                usage.Connections++;
            return null;
        }
    }

    /// <summary>A request that was let in has ended.</summary>
    public void Leave(ClientAddress? address)
    {
        lock (_gate)
        {
            _connections--;
            if (address is not { } known)
                return;
            var usage = _usages[known];
            usage.Connections--;
            if (usage.IsIdle)
                _usages.Remove(known);
        }
    }

    private static bool IsFull(int connections, int limit) => limit > 0 && connections >= limit;

    private Usage UsageOf(ClientAddress address)
    {
        if (_usages.TryGetValue(address, out var usage))
            return usage;

        if (_usages.Count >= _sweepAt)
            Sweep();
        usage = new Usage(new TokenBucket(_options.ConnectionBurstPerAddress, _options.ConnectionsPerSecondPerAddress, time));
        _usages.Add(address, usage);
        return usage;
    }

    /// <summary>Forgets addresses that have become idle. Only as often as their number doubles, so it costs each of them little.</summary>
    private void Sweep()
    {
        foreach (var (address, usage) in _usages)
        {
            if (usage.IsIdle)
                _usages.Remove(address);
        }

        _sweepAt = Math.Max(AddressesBeforeSweep, _usages.Count * 2);
    }

    /// <summary>Why a request is not let in: a status of HTTP, and when to come again where that is known.</summary>
    public readonly record struct Refusal(int Status, TimeSpan? RetryAfter = null);

    private sealed class Usage(TokenBucket rate)
    {
        public TokenBucket Rate = rate;

        public int Connections { get; set; }

        public bool IsIdle => Connections == 0 && Rate.IsFull();
    }
}
