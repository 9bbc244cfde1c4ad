namespace RtcHub.Attacks.Fuzz;

/// <summary>A hub message on its way to being sent: JSON texts, which mutations take apart and put together otherwise.</summary>
internal sealed class Draft
{
    private Draft(string method, List<string> arguments)
    {
        Arguments = arguments;
        Properties =
        [
            ("type", "1"),
            ("invocationId", "\"m\""),
            ("target", $"\"{method}\""),
            ("arguments", null),
        ];
    }

    public List<string> Arguments { get; }

    /// <summary>Names and values. The value null stands for <see cref="Arguments"/>.</summary>
    public List<(string Name, string? Value)> Properties { get; }

    public string Json => $"{{{string.Join(',', Properties.Select(property => $"\"{property.Name}\":{property.Value ?? $"[{string.Join(',', Arguments)}]"}"))}}}";

    /// <summary>A call as the contract has it, of any method.</summary>
    public static Draft ValidCall(Random random, string topic, string peerId)
    {
        var where = $"\"{topic}\"";
        var to = random.Next(3) switch { 0 => "\"*\"", 1 => $"\"{Guid.Empty}\"", _ => $"\"{peerId}\"" };
        var sdp = """{"type":"offer","sdp":"v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n"}""";
        return random.Next(13) switch
        {
            0 => new("Subscribe", [where, """{"metadata":{"name":"Eve"}}"""]),
            1 => new("Subscribe", [$"\"{topic} {random.Next(9)}\"", "null"]),
            2 => new("SendOffer", [where, to, sdp]),
            3 => new("SendAnswer", [where, to, sdp]),
            4 => new("SendCandidate", [where, to, random.Next(2) == 0 ? "null" : """{"candidate":"candidate:1 1 udp 1 0.0.0.0 9 typ host"}"""]),
            5 => new("SendMessage", [where, to, $$"""{"hello":[1,2.5,null,"\u00e9"],"n":{{random.Next()}}}"""]),
            6 => new("UpdateMetadata", [where, """{"name":"Mallory"}"""]),
            7 => new("GetIceServers", [where]),
            8 => new("Resume", ["\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAbG9jYWw\"", "3"]),
            9 => new("RefreshToken", ["\"e30.e30.e30\""]),
            10 => new("RemovePeer", [where, to]),
            11 => new("LockTopic", [where, random.Next(2) == 0 ? "true" : "false"]),
            _ => random.Next(8) == 0 ? new("Bye", []) : new("Unsubscribe", [where]),
        };
    }
}
