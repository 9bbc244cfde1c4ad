using System.Text.Json.Serialization;
using RtcHub.Backplane;

namespace RtcHub.Redis;

/// <summary>How a node describes itself to the others.</summary>
[JsonSerializable(typeof(NodeStatus))]
internal sealed partial class StatusJsonContext : JsonSerializerContext;
