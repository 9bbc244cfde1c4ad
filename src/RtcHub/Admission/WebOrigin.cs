using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RtcHub.Admission;

/// <summary>Origins as browsers write them (RFC 6454, section 6.1), so that equal ones are equal strings.</summary>
internal static class WebOrigin
{
    /// <summary>
    /// The one way to write an origin: the host in lower case and ASCII, the port only where it is not the scheme's own.
    /// Anything else than <c>scheme://host[:port]</c>, such as <c>null</c>, a path or a user, is none.
    /// </summary>
    public static bool TryNormalize(string? text, [NotNullWhen(true)] out string? origin)
    {
        origin = null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return false;

        // A URI parser forgives much (blanks, backslashes, 0x7f.1): what it made of the text must be the text.
        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        var port = string.Create(CultureInfo.InvariantCulture, $":{uri.Port}");
        if (!IsText(uri.Scheme, host, port) && !IsText(uri.Scheme, uri.Host, port))
            return false;

        origin = $"{uri.Scheme}://{host}{(uri.IsDefaultPort ? "" : port)}";
        return true;

        bool IsText(string scheme, string host, string port) =>
            string.Equals(text, $"{scheme}://{host}{port}", StringComparison.OrdinalIgnoreCase)
            || (uri.IsDefaultPort && string.Equals(text, $"{scheme}://{host}", StringComparison.OrdinalIgnoreCase));
    }
}
