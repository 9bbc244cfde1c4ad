namespace RtcHub.Chaos.Logs;

/// <summary>A broken promise: which, when, who, what.</summary>
/// <param name="Promise">Its name.</param>
/// <param name="At">When it was seen.</param>
/// <param name="Who">The sessions whose logs tell the story; the first is the one that suffers.</param>
/// <param name="What">What should not have been.</param>
internal sealed record Broken(string Promise, TimeSpan At, SessionLog[] Who, string What);
