using System.Text.Json.Serialization;

namespace RtcHub;

/// <summary>What a session may do in a topic that it is in.</summary>
[Flags]
[JsonConverter(typeof(TopicGrantsConverter))]
public enum TopicGrants
{
    /// <summary>See who is there and what is sent to everyone.</summary>
    None = 0,

    /// <summary>Send offers, answers and candidates.</summary>
    Signal = 1,

    /// <summary>Send messages.</summary>
    Message = 2,

    /// <summary>Take peers out, lock the topic, and enter it while it is locked.</summary>
    Moderate = 4,

    /// <summary>Be in no roster: nobody sees it or can send to it, and it sends nothing to others.</summary>
    Hidden = 8,
}
