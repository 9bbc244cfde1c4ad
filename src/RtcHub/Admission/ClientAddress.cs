using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace RtcHub.Admission;

/// <summary>
/// Whom a limit for each address counts as one: an IPv4 address, or the /64 network of an IPv6 address, which is the least
/// that one household or machine is given (RFC 6177) and may pick any address from.
/// </summary>
internal readonly record struct ClientAddress
{
    private readonly AddressFamily _family;
    private readonly ulong _network;

    private ClientAddress(AddressFamily family, ulong network) => (_family, _network) = (family, network);

    /// <summary>
    /// <see langword="null"/> when there is no telling clients apart by it: no address, or loopback, from where a reverse
    /// proxy on this machine connects, so that all its clients would count as one.
    /// </summary>
    public static ClientAddress? Of(IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        if (address is null || IPAddress.IsLoopback(address))
            return null;

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 4
            ? new ClientAddress(AddressFamily.InterNetwork, BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new ClientAddress(AddressFamily.InterNetworkV6, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }
}
