using System.Text.Json;

namespace RtcHub.Tests.Support;

internal static class JsonElements
{
    public static string Code(this JsonElement answer) => answer.GetProperty("code").GetString()!;

    public static string PeerId(this JsonElement value) => value.GetProperty("peerId").GetString()!;

    public static string State(this JsonElement peer) => peer.GetProperty("state").GetString()!;

    public static long Version(this JsonElement value) => value.GetProperty("version").GetInt64();

    /// <summary>The peer ids in a list of peers, in its order.</summary>
    public static string[] PeerIds(this JsonElement peers) => [.. peers.EnumerateArray().Select(PeerId)];

    /// <summary>The names of an object's fields.</summary>
    public static string[] Fields(this JsonElement value) => [.. value.EnumerateObject().Select(field => field.Name)];

    public static JsonElement Json(string json) => JsonElement.Parse(json);

    /// <summary>A JSON object of exactly that many bytes.</summary>
    public static JsonElement ObjectOf(int bytes) => Json($$"""{"x":"{{new string('x', bytes - 8)}}"}""");
}
