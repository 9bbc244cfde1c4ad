namespace RtcHub.Redis;

/// <summary>Redis can't be reached, or did not answer in time: what was asked may have been done or not.</summary>
internal sealed class RedisAwayException(string message, Exception? inner = null) : Exception(message, inner);
