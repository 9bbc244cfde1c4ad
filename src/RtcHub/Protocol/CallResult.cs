using System.Text.Json.Serialization;

namespace RtcHub;

/// <summary>The answer to every call: a code, and what belongs to it.</summary>
/// <param name="Code">What became of the call.</param>
public record CallResult(SignalCode Code)
{
    private static readonly CallResult[] Plain = [.. Enum.GetValues<SignalCode>().Select(code => new CallResult(code))];

    /// <summary>With <see cref="SignalCode.RateLimited"/>: when to try again, in milliseconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? RetryAfterMs { get; init; }

    /// <summary>A code and nothing else, the same object each time.</summary>
    internal static CallResult Of(SignalCode code) => Plain[(int)code];
}

/// <summary>The answer to <see cref="SignalingHub.Subscribe"/>.</summary>
/// <param name="Code">What became of the call.</param>
/// <param name="Subscription">With <see cref="SignalCode.Ok"/>: the topic as it is now.</param>
public sealed record SubscribeResult(
    SignalCode Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Subscription? Subscription = null)
    : CallResult(Code);

/// <summary>The answer to <see cref="SignalingHub.GetIceServers"/>.</summary>
/// <param name="Code">What became of the call.</param>
/// <param name="IceServers">With <see cref="SignalCode.Ok"/>: the STUN and TURN servers to use.</param>
public sealed record IceServersResult(
    SignalCode Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<IceServer>? IceServers = null)
    : CallResult(Code)
{
    /// <summary>How long the credentials in <see cref="IceServers"/> last, in milliseconds; absent when they do not end.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? IceServersTtlMs { get; init; }

    /// <summary>Whether to connect through TURN only (<c>iceTransportPolicy: "relay"</c>); absent when not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool RelayOnly { get; init; }
}

/// <summary>The answer to <see cref="SignalingHub.Resume"/>.</summary>
/// <param name="Code"><see cref="SignalCode.Ok"/>, <see cref="SignalCode.Gap"/> or <see cref="SignalCode.SessionGone"/>.</param>
/// <param name="Received">How many <c>Send*</c> calls of the session the service has handled; repeat only later ones.</param>
public sealed record ResumeResult(
    SignalCode Code,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? Received = null)
    : CallResult(Code);

/// <summary>The answer to <see cref="SignalingHub.RefreshToken"/>.</summary>
/// <param name="Code"><see cref="SignalCode.Ok"/> or <see cref="SignalCode.Forbidden"/>.</param>
public sealed record RefreshTokenResult(SignalCode Code) : CallResult(Code)
{
    /// <summary>With <see cref="SignalCode.Ok"/>: how long the token lasts, in milliseconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? TokenTtlMs { get; init; }
}
