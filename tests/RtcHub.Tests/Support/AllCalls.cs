namespace RtcHub.Tests.Support;

/// <summary>Every method of the contract that needs a session, with arguments that fit.</summary>
internal static class AllCalls
{
    public static (string Method, object?[] Arguments)[] With(string topic, string to) =>
    [
        ("Subscribe", [topic, null]),
        ("Unsubscribe", [topic]),
        ("SendOffer", [topic, to, JsonElements.Json("{}")]),
        ("SendAnswer", [topic, to, JsonElements.Json("{}")]),
        ("SendCandidate", [topic, to, null]),
        ("SendMessage", [topic, to, 1]),
        ("UpdateMetadata", [topic, JsonElements.Json("{}")]),
        ("GetIceServers", [topic]),
        ("RefreshToken", ["a token"]),
        ("RemovePeer", [topic, to]),
        ("LockTopic", [topic, true]),
        ("ReportHandshake", [JsonElements.Json("{}")]),
        ("Bye", []),
    ];
}
