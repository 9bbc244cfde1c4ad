using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace RtcHub.Wire;

/// <summary>The server's own upgrade, with a <see cref="DeadlineStream"/> on what comes of it.</summary>
internal sealed class DeadlineUpgrade(HttpContext context, IHttpUpgradeFeature inner, TimeSpan limit, TimeProvider time) : IHttpUpgradeFeature
{
    public bool IsUpgradableRequest => inner.IsUpgradableRequest;

    /// <summary>Whatever upgrades this request gets a deadline.</summary>
    public static void PutOn(HttpContext context, TimeSpan limit, TimeProvider time)
    {
        if (context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } upgrade)
            context.Features.Set<IHttpUpgradeFeature>(new DeadlineUpgrade(context, upgrade, limit, time));
    }

    public async Task<Stream> UpgradeAsync() => new DeadlineStream(await inner.UpgradeAsync(), limit, time, context.Abort);
}
