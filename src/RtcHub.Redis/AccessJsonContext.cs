using System.Text.Json.Serialization;

namespace RtcHub.Redis;

/// <summary>How a member's access is written (<see cref="MemberText"/>).</summary>
[JsonSerializable(typeof(TopicAccess))]
internal sealed partial class AccessJsonContext : JsonSerializerContext;
