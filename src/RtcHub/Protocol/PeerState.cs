using System.Text.Json.Serialization;

namespace RtcHub;

/// <summary>Whether a peer's signaling connection is up, as the others in a topic see it.</summary>
[JsonConverter(typeof(WireNameConverter<PeerState>))]
public enum PeerState
{
    /// <summary>Its connection is up.</summary>
    Connected,

    /// <summary>Its connection is lost; it may resume within <see cref="RtcHubOptions.ResumeWindow"/>.</summary>
    Interrupted,
}
