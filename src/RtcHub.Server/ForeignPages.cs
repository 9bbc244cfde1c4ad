using Microsoft.AspNetCore.HostFiltering;
using RtcHub.Admission;

namespace RtcHub.Server;

/// <summary>
/// Keeps browsers' pages of elsewhere from the management port, which a browser on the same machine can reach: a page of
/// another origin says so, and one that has its own name resolved to this machine (DNS rebinding) asks for that name.
/// </summary>
internal static class ForeignPages
{
    private static readonly string[] Loopback = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>Names by which a port at that address may be asked for. One on every interface has names that it does not know.</summary>
    public static void AllowHosts(HostFilteringOptions options, BindingAddress address, IEnumerable<string> further)
    {
        options.AllowEmptyHosts = false;
        options.IncludeFailureMessage = false;
        options.AllowedHosts = IsEverywhere(address.Host) ? ["*"] : [.. Loopback, address.Host, .. further];
    }

    /// <summary>Refuses what a page of another origin asks for.</summary>
    public static void RefuseForeignPages(this WebApplication app) => app.Use(async (context, next) =>
    {
        if (IsForeign(context.Request))
            await TypedResults.Problem("Pages of other origins are refused.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(context);
        else
            await next(context);
    });

    private static bool IsForeign(HttpRequest request) => request.Headers.Origin is { Count: > 0 } origins
        && !(origins is [var origin] && WebOrigin.TryNormalize(origin, out var page)
            && WebOrigin.TryNormalize($"{new Uri(page).Scheme}://{request.Host.ToUriComponent()}", out var own) // a proxy may have ended TLS
            && page == own);

    private static bool IsEverywhere(string host) => host is "*" or "+" or "0.0.0.0" or "[::]";
}
