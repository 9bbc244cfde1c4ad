using System.Text.RegularExpressions;

namespace RtcHub.Ice;

/// <summary>The URLs of STUN and TURN servers. A browser that is given another refuses the whole configuration.</summary>
internal static partial class IceUrl
{
    public static bool IsStun(string url) => Stun().IsMatch(url);

    public static bool IsTurn(string url) => Turn().IsMatch(url);

    // RFC 7064
    [GeneratedRegex(@"^stuns?:(\[[0-9A-Fa-f:.]+\]|[\w.-]+)(:\d{1,5})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Stun();

    // RFC 7065
    [GeneratedRegex(@"^turns?:(\[[0-9A-Fa-f:.]+\]|[\w.-]+)(:\d{1,5})?(\?transport=(udp|tcp))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Turn();
}
