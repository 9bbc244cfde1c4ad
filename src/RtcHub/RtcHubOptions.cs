using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace RtcHub;

/// <summary>
/// Every setting of the service. Read from the configuration section <c>RtcHub</c>
/// (<c>RtcHub__MaxPeersPerTopic=8</c> in the environment), then from the <c>AddRtcHub</c> callback.
/// All are checked when the host starts, and all errors are reported at once.
/// </summary>
public sealed partial class RtcHubOptions
{
    /// <summary>The configuration section that is read: <c>RtcHub</c>.</summary>
    public const string Section = "RtcHub";

    /// <summary>One message on the wire, in bytes, its end mark included. A longer one closes its connection.</summary>
    /// <value>The default value is 65,536.</value>
    [Range(1_024, 16_777_216)]
    public int MaxMessageBytes { get; set; } = 65_536;

    /// <summary>The JSON of an offer's or answer's description, in bytes.</summary>
    /// <value>The default value is 49,152.</value>
    [Range(2, 16_777_216)]
    public int MaxDescriptionBytes { get; set; } = 49_152;

    /// <summary>The JSON of an ICE candidate, in bytes.</summary>
    /// <value>The default value is 4,096.</value>
    [Range(2, 16_777_216)]
    public int MaxCandidateBytes { get; set; } = 4_096;

    /// <summary>The JSON of a message's data, in bytes.</summary>
    /// <value>The default value is 16,384.</value>
    [Range(1, 16_777_216)]
    public int MaxDataBytes { get; set; } = 16_384;

    /// <summary>The JSON of a peer's metadata, in bytes.</summary>
    /// <value>The default value is 4,096.</value>
    [Range(2, 1_048_576)]
    public int MaxMetadataBytes { get; set; } = 4_096;

    /// <summary>How many topics a session may be in.</summary>
    /// <value>The default value is 16.</value>
    [Range(1, 10_000)]
    public int MaxTopicsPerSession { get; set; } = 16;

    /// <summary>How many peers a topic may have.</summary>
    /// <value>The default value is 64.</value>
    [Range(1, 100_000)]
    public int MaxPeersPerTopic { get; set; } = 64;

    /// <summary>How long a session outlives a lost connection.</summary>
    /// <value>The default value is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan ResumeWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many events a session keeps to send again after a resume.</summary>
    /// <value>The default value is 256.</value>
    [Range(1, 1_000_000)]
    public int ReplayBufferEvents { get; set; } = 256;

    /// <summary>How many bytes of events a session keeps to send again after a resume, whichever limit is met first.</summary>
    /// <value>The default value is 131,072.</value>
    [Range(1, 1_073_741_824)]
    public int ReplayBufferBytes { get; set; } = 131_072;

    /// <summary>How many bytes may wait for a connected reader before its connection is cut. The session may resume.</summary>
    /// <value>The default value is 1,048,576.</value>
    [Range(1, 1_073_741_824)]
    public int SlowConsumerBytes { get; set; } = 1_048_576;

    /// <summary>How long one write may wait for a connected reader before its connection is cut. The session may resume.</summary>
    /// <value>The default value is 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan SlowConsumerTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many bytes the system may take for a connection beyond what was acknowledged (<c>SO_SNDBUF</c>; Linux allows
    /// itself twice as much). Its own megabytes would hide a reader that has stopped for as long as they last.
    /// </summary>
    /// <value>The default value is 32,768.</value>
    [Range(4_096, 1_073_741_824)]
    public int SendBufferBytes { get; set; } = 32_768;

    /// <summary>How many calls a second a session may make in the long run. 0 means no limit.</summary>
    /// <value>The default value is 100.</value>
    [Range(0, 1_000_000)]
    public int CallsPerSecond { get; set; } = 100;

    /// <summary>How many calls a session may make at once. 0 means no limit.</summary>
    /// <value>The default value is 500.</value>
    [Range(0, 1_000_000)]
    public int CallBurst { get; set; } = 500;

    /// <summary>A connection that was silent this long is sent a ping.</summary>
    /// <value>The default value is 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A client that was silent this long is taken for lost. Must be longer than <see cref="KeepAliveInterval"/>.</summary>
    /// <value>The default value is 25 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan ClientTimeout { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a new connection has for the SignalR handshake.</summary>
    /// <value>The default value is 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether Server-Sent Events and long polling are offered beside WebSocket. They need a negotiate request,
    /// and sticky sessions where there is more than one server.
    /// </summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool AllowHttpTransports { get; set; }

    /// <summary>
    /// How long a node that is stopping takes at most to hand its clients to other nodes. Less than what the host
    /// (<c>HostOptions.ShutdownTimeout</c>) and the orchestrator give it.
    /// </summary>
    /// <value>The default value is 20 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Whether clients are asked to report how long connections with peers took to begin, and whether they are relayed. The
    /// service adds the reports to its metrics and keeps nothing else of them.
    /// </summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool HandshakeReports { get; set; }

    /// <summary>The STUN and TURN servers that subscribed clients are given as they are.</summary>
    /// <value>The default value is none: enough on one machine or one network.</value>
    public IList<IceServer> IceServers { get; set; } = [];

    /// <summary>Who may sign join tokens. With a key, every <c>Subscribe</c> needs a token.</summary>
    public JoinTokenOptions Tokens { get; } = new();

    /// <summary>The STUN and TURN servers that the service makes credentials for; clients are given them after <see cref="IceServers"/>.</summary>
    /// <value>The default value is none.</value>
    [ValidateObjectMembers]
    public IceOptions Ice { get; } = new();

    /// <summary>Who is told, by signed HTTP requests, when peers come and go.</summary>
    /// <value>The default value is nobody.</value>
    [ValidateObjectMembers]
    public WebhookOptions Webhooks { get; } = new();
}
