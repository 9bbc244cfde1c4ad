namespace RtcHub;

/// <summary>This node is draining: open another connection and resume there.</summary>
/// <param name="Reason">Why, for people.</param>
/// <param name="SpreadMs">Wait a random time up to this before reconnecting, in milliseconds.</param>
/// <param name="DeadlineMs">When the node closes the connection, in milliseconds from now.</param>
public sealed record GoAway(string Reason, int SpreadMs, int DeadlineMs);
