using Microsoft.Extensions.Options;
using RtcHub.Topics;

namespace RtcHub.Ice;

/// <summary>Gives peers the ICE servers of a topic: those that are configured, and TURN with credentials made for each.</summary>
internal sealed class IceProvider
{
    private readonly IceOptions _options;
    private readonly TimeProvider _time;
    private readonly IceServer[] _sameForAll;
    private readonly TopicPattern[] _relayOnlyTopics;

    public IceProvider(IOptions<RtcHubOptions> options, TimeProvider time)
    {
        _options = options.Value.Ice;
        _time = time;
        _sameForAll = _options.StunUrls.Count == 0
            ? [.. options.Value.IceServers]
            : [.. options.Value.IceServers, new IceServer { Urls = _options.StunUrls }];
        _relayOnlyTopics = [.. _options.RelayOnlyTopics.Select(TopicPattern.Parse)];
    }

    /// <summary>For a member of the topic. TURN credentials are made anew each time.</summary>
    public IceConfiguration For(string topic, string peerId)
    {
        var relayOnly = Array.Exists(_relayOnlyTopics, pattern => pattern.Matches(topic));
        if (_options.TurnUrls.Count == 0)
            return new IceConfiguration(_sameForAll, TtlMs: null, relayOnly);

        var expiry = _time.GetUtcNow() + _options.CredentialLifetime;
        var turn = _options.TurnSecrets.Select(secret => TurnCredential.Create(_options.TurnUrls, secret, peerId, expiry));
        return new IceConfiguration([.. _sameForAll, .. turn], (long)_options.CredentialLifetime.TotalMilliseconds, relayOnly);
    }
}
