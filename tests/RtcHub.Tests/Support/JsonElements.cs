using System.Text.Json;

namespace RtcHub.Tests.Support;

internal static class JsonElements
{
    public static string Code(this JsonElement answer) => answer.GetProperty("code").GetString()!;

    public static string PeerId(this JsonElement value) => value.GetProperty("peerId").GetString()!;

    public static string State(this JsonElement peer) => peer.GetProperty("state").GetString()!;

    public static JsonElement Json(string json) => JsonElement.Parse(json);
}
