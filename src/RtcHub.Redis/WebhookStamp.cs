using System.Globalization;
using RtcHub.Webhooks;
using StackExchange.Redis;

namespace RtcHub.Redis;

/// <summary>What scripts get that put events into the queue of webhooks; nothing where there are no webhooks.</summary>
internal sealed class WebhookStamp(WebhookContext context, RedisKeys keys)
{
    private readonly string _kinds = string.Concat(context.Kinds.Select(kind => (char)kind));

    public RedisKey[] KeysOf(string topic) =>
        context.Options.IsOn ? [keys.Webhooks, keys.WebhookState, keys.WebhookSequence(topic)] : [];

    /// <summary>The argument <c>hooks</c> of <c>Scripts/roster.lua</c>, for one run of a script.</summary>
    public RedisValue[] Argument() => context.Options.IsOn
        ? [string.Create(CultureInfo.InvariantCulture, $"{_kinds} {context.Options.QueueLimit} {Guid.NewGuid():N} {context.Time.GetUtcNow().ToUnixTimeMilliseconds()}")]
        : [];
}
