using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace RtcHub.Wire;

/// <summary>The server's own upgrade, with a <see cref="DeadlineStream"/> on what comes of it.</summary>
/// <param name="inner">The server's own.</param>
/// <param name="request">Its own lifetime, since its context is void once it has ended, and a timer may fire just then.</param>
/// <param name="limit">How long a message may take.</param>
/// <param name="time">The clock.</param>
internal sealed class DeadlineUpgrade(
    IHttpUpgradeFeature inner, IHttpRequestLifetimeFeature request, TimeSpan limit, TimeProvider time) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    /// <summary>What has come of it.</summary>
    public DeadlineStream? Stream { get; private set; }

    /// <summary>Whatever upgrades this request gets a deadline.</summary>
    public static void PutOn(HttpContext context, TimeSpan limit, TimeProvider time)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
        {
            var request = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
            context.Features.Set<IHttpUpgradeFeature>(new DeadlineUpgrade(upgrade, request, limit, time));
        }
    }

    public async Task<Stream> UpgradeAsync() => Stream = new DeadlineStream(await inner.UpgradeAsync(), limit, time, request.Abort);
}
