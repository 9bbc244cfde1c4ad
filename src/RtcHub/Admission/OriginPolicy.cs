using System.Collections.Frozen;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace RtcHub.Admission;

/// <summary>
/// Which pages may connect: WebSockets know no same-origin policy of their own, so any page could, in its visitor's name
/// and from inside the visitor's network.
/// </summary>
internal sealed class OriginPolicy(IOptions<RtcHubOptions> options)
{
    /// <summary>The entry that allows every page.</summary>
    public const string Any = "*";

    private readonly bool _allowsAny = options.Value.AllowedOrigins.Contains(Any);
    private readonly FrozenSet<string> _allowed = Normalize(options.Value.AllowedOrigins);

    public bool Allows(HttpRequest request)
    {
        if (_allowsAny)
            return true;

        var named = request.Headers.Origin;
        if (named.Count == 0)
            return IsNoTrickedBrowser(request.Headers);

        return named.Count == 1
            && Ascii.IsValid(named[0]) // browsers write a host's ASCII form
            && WebOrigin.TryNormalize(named[0], out var origin)
            && (_allowed.Contains(origin) || IsOwn(request, origin));
    }

    /// <summary>
    /// Programs name no origin, nor do browsers where a page asks for something of its own (event streams, polls). A
    /// cookie is a browser's: it must say then that the page is the same origin's, which no script can make it say.
    /// </summary>
    private static bool IsNoTrickedBrowser(IHeaderDictionary headers) =>
        !headers.ContainsKey(HeaderNames.Cookie) || headers["Sec-Fetch-Site"] == "same-origin";

    private static bool IsOwn(HttpRequest request, string origin) =>
        WebOrigin.TryNormalize($"{request.Scheme}://{request.Host.ToUriComponent()}", out var own) && own == origin;

    private static FrozenSet<string> Normalize(IEnumerable<string> entries) =>
        entries.Select(entry => WebOrigin.TryNormalize(entry, out var origin) ? origin : entry).ToFrozenSet(StringComparer.Ordinal);
}
