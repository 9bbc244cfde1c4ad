using System.Text.Json.Serialization;

namespace RtcHub;

/// <summary>The first thing a connection hears, and again after a resume.</summary>
/// <param name="PeerId">The session's public id.</param>
/// <param name="ResumeTicket">The secret that resumes the session on another connection. Never logged.</param>
/// <param name="ResumeWindowMs">How long the session outlives a lost connection, in milliseconds.</param>
/// <param name="Subscriptions">The topics the session is in.</param>
public sealed record Welcome(
    string PeerId, string ResumeTicket, long ResumeWindowMs, IReadOnlyList<Subscription> Subscriptions)
{
    /// <summary>
    /// How long the session's join token still lasts, in milliseconds; <see langword="null"/> when it has none, or it was
    /// refused.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? TokenTtlMs { get; init; }

    /// <summary>Whether the service wants <see cref="SignalingHub.ReportHandshake"/>; absent when not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HandshakeReports { get; init; }

    /// <summary>Leaves the ticket out, so that it can't reach a log.</summary>
    public override string ToString() => $"Welcome {{ PeerId = {PeerId} }}";
}
