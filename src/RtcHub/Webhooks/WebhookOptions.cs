using System.ComponentModel.DataAnnotations;

namespace RtcHub;

/// <summary>
/// Tells an application's own server who comes and goes, by signed HTTP requests (Standard Webhooks 1.0.0). Section
/// <c>RtcHub:Webhooks</c> (<c>RtcHub__Webhooks__Url=https://example.org/rtc-events</c> in the environment), the same on
/// every node. <c>docs/webhooks.md</c> says what is sent.
/// </summary>
public sealed class WebhookOptions
{
    /// <summary>Where events are sent: an <c>https</c> or <c>http</c> URL without a user name. Redirects are not followed.</summary>
    /// <value>The default value is none: no webhooks. Set to nothing counts as not set.</value>
    public string? Url { get; set; }

    /// <summary>
    /// What events are signed with: <c>whsec_</c> and base64 of 24 to 64 bytes. With several every event has a signature
    /// of each, so that the receiver may change to a new one at any time. Entries that are set to nothing count as not set.
    /// </summary>
    /// <value>The default value is none. <see cref="Url"/> needs at least one.</value>
    public IList<string> Secrets { get; set; } = [];

    /// <summary>
    /// Which events are sent: <c>topic.started</c>, <c>peer.joined</c>, <c>peer.left</c>, <c>topic.emptied</c>. Entries that
    /// are set to nothing count as not set.
    /// </summary>
    /// <value>The default value is none, which means all.</value>
    public IList<string> Events { get; set; } = [];

    /// <summary>Whether a peer's metadata, which is what users say about themselves, is in its events.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool IncludeMetadata { get; set; } = true;

    /// <summary>How long the receiver has for an answer; after that the event is sent again later.</summary>
    /// <value>The default value is 15 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an event that the receiver does not take is sent again, from when it happened. Then it is dropped.</summary>
    /// <value>The default value is 1 day.</value>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How many events may wait; with more the oldest are dropped. For each Redis server, where there are several.</summary>
    /// <value>The default value is 10,000.</value>
    [Range(1, 1_000_000)]
    public int QueueLimit { get; set; } = 10_000;

    /// <summary>How many topics' events may be under way at a time. Those of one topic are sent one after the other.</summary>
    /// <value>The default value is 8.</value>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 8;

    internal bool IsOn => !string.IsNullOrWhiteSpace(Url);

    /// <summary>Leaves out the entries of variables that are set to nothing, which is how compose files say "not set".</summary>
    internal void LeaveOutBlanks()
    {
        Secrets = [.. Secrets.Where(entry => !string.IsNullOrWhiteSpace(entry))];
        Events = [.. Events.Where(entry => !string.IsNullOrWhiteSpace(entry))];
    }
}
