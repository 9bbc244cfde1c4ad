using System.Net;

namespace RtcHub.Turn.Tests.Support;

/// <summary>
/// Addresses that no relay may reach: those of IANA's special-purpose registries (RFC 6890 and its successors), multicast,
/// and what used to be special or leads to IPv4.
/// </summary>
internal static class SpecialAddresses
{
    private static readonly string[] Networks =
    [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.0.0/29", "192.0.0.8/32", "192.0.0.9/32", "192.0.0.10/32", "192.0.0.170/31", "192.0.2.0/24",
        "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.88.99.2/32", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "239.0.0.0/8", "240.0.0.0/4", "255.255.255.255/32",
        "::/128", "::1/128", "::/96", "::ffff:0:0/96", "::ffff:127.0.0.0/104", "::ffff:10.0.0.0/104", "::ffff:169.254.0.0/112",
        "::ffff:8.8.8.8/128", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "100:0:0:1::/64",
        "2001::/23", "2001::/32", "2001:1::1/128", "2001:1::2/128", "2001:1::3/128", "2001:2::/48", "2001:3::/32",
        "2001:4:112::/48", "2001:10::/28", "2001:20::/28", "2001:30::/28", "2001:db8::/32", "2002::/16", "2002:7f00::/24",
        "2620:4f:8000::/48", "3fff::/20", "4000::/2", "5f00::/16", "8000::/1", "fc00::/7", "fe80::/10", "fec0::/10",
        "ff00::/8", "ff02::/16",
    ];

    /// <summary>
    /// Of each network the first and the last, one between them with a single bit more than the first (coturn 4.6 compares
    /// byte by byte, so that a zero may slip through), and one with many.
    /// </summary>
    public static TheoryData<string> All =>
        [.. Networks.SelectMany(network => Samples(IPNetwork.Parse(network))).Select(address => $"{address}").Distinct()];

    private static IEnumerable<IPAddress> Samples(IPNetwork network)
    {
        yield return network.BaseAddress;
        yield return Within(network, _ => 0xFF);
        yield return Within(network, fromEnd => fromEnd == 1 ? 1 : 0);
        yield return Within(network, fromEnd => fromEnd % 3 == 0 ? 0x5A : 0);
    }

    /// <summary>The address whose bits beyond the network's are those of <paramref name="host"/>, byte by byte from the end.</summary>
    private static IPAddress Within(IPNetwork network, Func<int, int> host)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var networkBits = Math.Clamp(network.PrefixLength - (8 * i), 0, 8);
            bytes[i] |= (byte)(host(bytes.Length - 1 - i) & (0xFF >> networkBits));
        }

        return new IPAddress(bytes);
    }
}
