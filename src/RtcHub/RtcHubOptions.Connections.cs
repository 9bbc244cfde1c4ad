using System.ComponentModel.DataAnnotations;

namespace RtcHub;

/// <content>Who may connect, and how many. A limit that is 0 is no limit.</content>
public sealed partial class RtcHubOptions
{
    /// <summary>
    /// The origins (RFC 6454) whose pages may connect besides the page of the same origin:
    /// <c>scheme://host[:port]</c>, or <c>*</c> for every page there is. Programs, which name no origin, may always
    /// connect; a request with a cookie but no origin may not, for a browser may have been tricked into it.
    /// </summary>
    /// <value>The default value is none: the same origin only.</value>
    public IList<string> AllowedOrigins { get; set; } = [];

    /// <summary>How many connections a node takes. One more is answered 503.</summary>
    /// <value>The default value is 20,000.</value>
    [Range(0, 10_000_000)]
    public int MaxConnections { get; set; } = 20_000;

    /// <summary>
    /// How many connections a node takes from one client address, which is an IPv4 address or an IPv6 /64. One more is
    /// answered 429. Loopback is exempt: a reverse proxy on the same machine connects from there for everyone.
    /// </summary>
    /// <value>The default value is 500.</value>
    [Range(0, 10_000_000)]
    public int MaxConnectionsPerAddress { get; set; } = 500;

    /// <summary>How many connections a second a node takes in the long run. One more is answered 429.</summary>
    /// <value>The default value is 2,000.</value>
    [Range(0, 1_000_000)]
    public int ConnectionsPerSecond { get; set; } = 2_000;

    /// <summary>How many connections a node takes at once, after a rest.</summary>
    /// <value>The default value is 5,000.</value>
    [Range(0, 1_000_000)]
    public int ConnectionBurst { get; set; } = 5_000;

    /// <summary>As <see cref="ConnectionsPerSecond"/>, from one client address.</summary>
    /// <value>The default value is 50.</value>
    [Range(0, 1_000_000)]
    public int ConnectionsPerSecondPerAddress { get; set; } = 50;

    /// <summary>As <see cref="ConnectionBurst"/>, from one client address.</summary>
    /// <value>The default value is 500.</value>
    [Range(0, 1_000_000)]
    public int ConnectionBurstPerAddress { get; set; } = 500;

    /// <summary>
    /// How long a connection may go without subscribing or resuming before it is closed. It has longer while the other
    /// nodes can't be reached.
    /// </summary>
    /// <value>The default value is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan SubscribeTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
