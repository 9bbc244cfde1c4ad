using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RtcHub.Admission;
using RtcHub.Backplane;
using RtcHub.Diagnostics;
using RtcHub.Ice;
using RtcHub.Topics;
using RtcHub.Wire;

namespace RtcHub.Sessions;

/// <summary>What every session of this node works with.</summary>
internal sealed class SessionContext(
    IOptions<RtcHubOptions> options,
    TimeProvider time,
    IBackplane backplane,
    TopicDirectory topics,
    SignalRelay relay,
    ITopicAuthorizer authorizer,
    TopicGate gate,
    SignalingProtocol protocol,
    IceProvider ice,
    HubMetrics metrics,
    ILogger<SessionContext> logger)
{
    public RtcHubOptions Options { get; } = options.Value;

    public TimeProvider Time => time;

    public IBackplane Backplane => backplane;

    public TopicDirectory Topics => topics;

    public SignalRelay Relay => relay;

    /// <summary>Decides who may enter which topic.</summary>
    public ITopicAuthorizer Authorizer => authorizer;

    public TopicGate Gate => gate;

    /// <summary>Makes frames.</summary>
    public SignalingProtocol Protocol => protocol;

    public IceProvider Ice => ice;

    public HubMetrics Metrics => metrics;

    public ILogger Logger => logger;
}
