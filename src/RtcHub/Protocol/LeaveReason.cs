using System.Text.Json.Serialization;

namespace RtcHub;

/// <summary>Why a peer is no longer in a topic.</summary>
[JsonConverter(typeof(WireNameConverter<LeaveReason>))]
public enum LeaveReason
{
    /// <summary>It said so: <c>Unsubscribe</c> or <c>Bye</c>.</summary>
    Left,

    /// <summary>It was interrupted and did not resume in time.</summary>
    Timeout,

    /// <summary>It was taken out.</summary>
    Removed,
}
