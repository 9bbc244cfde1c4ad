using System.Text.Json.Serialization;

namespace RtcHub.Wire;

/// <summary>Every type that crosses the wire, with its source-generated serializer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CallResult))]
[JsonSerializable(typeof(SubscribeResult))]
[JsonSerializable(typeof(IceServersResult))]
[JsonSerializable(typeof(ResumeResult))]
[JsonSerializable(typeof(RefreshTokenResult))]
[JsonSerializable(typeof(Welcome))]
[JsonSerializable(typeof(TopicGrants))]
[JsonSerializable(typeof(GoAway))]
[JsonSerializable(typeof(Peer))]
[JsonSerializable(typeof(Peer[]))]
[JsonSerializable(typeof(LeaveReason))]
[JsonSerializable(typeof(RawJson))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(bool))]
internal sealed partial class WireJsonContext : JsonSerializerContext;
