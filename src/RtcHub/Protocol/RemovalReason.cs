namespace RtcHub;

/// <summary>Why <see cref="ISignalingClient.Removed"/> is called.</summary>
internal static class RemovalReason
{
    /// <summary>A moderator did it.</summary>
    public const string Removed = "removed";

    /// <summary>The join token has ended and was not renewed.</summary>
    public const string TokenExpired = "token_expired";

    /// <summary>The renewed token does not allow the topic.</summary>
    public const string Forbidden = "forbidden";
}
