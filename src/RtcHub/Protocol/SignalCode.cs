using System.Text.Json.Serialization;

namespace RtcHub;

/// <summary>
/// What became of a call. Refusals are values, not exceptions; on the wire each is its snake_case name
/// (<c>"peer_gone"</c>). The table with advice on retries is in <c>docs/protocol.md</c>, section Codes.
/// </summary>
[JsonConverter(typeof(WireNameConverter<SignalCode>))]
public enum SignalCode
{
    /// <summary>Done.</summary>
    Ok,

    /// <summary>The receiver is interrupted; the signal is held for its resume.</summary>
    Queued,

    /// <summary>Resumed, but some events may be lost; fresh rosters follow.</summary>
    Gap,

    /// <summary>No such peer in this topic: unknown, left, or only in another topic. One code for all, so nothing can be probed.</summary>
    PeerGone,

    /// <summary>The session is not in that topic.</summary>
    NotSubscribed,

    /// <summary>Not a topic name: 1 to 128 characters, no control characters, no leading or trailing white space.</summary>
    InvalidTopic,

    /// <summary>Not the JSON kind that the method takes.</summary>
    InvalidPayload,

    /// <summary>The payload is over its limit.</summary>
    TooLarge,

    /// <summary>The topic has <see cref="RtcHubOptions.MaxPeersPerTopic"/> peers.</summary>
    TopicFull,

    /// <summary>The session is in <see cref="RtcHubOptions.MaxTopicsPerSession"/> topics.</summary>
    TooManyTopics,

    /// <summary>A moderator keeps the topic locked.</summary>
    TopicLocked,

    /// <summary>The join token does not allow it, or there is none.</summary>
    Forbidden,

    /// <summary>Too many calls; try again after <see cref="CallResult.RetryAfterMs"/>.</summary>
    RateLimited,

    /// <summary>The other nodes cannot be reached now.</summary>
    BackplaneUnavailable,

    /// <summary>No such session, or its resume window is over.</summary>
    SessionGone,
}
