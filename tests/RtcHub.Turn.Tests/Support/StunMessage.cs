using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace RtcHub.Turn.Tests.Support;

/// <summary>A STUN message (RFC 8489, section 5): enough of it to ask a TURN server for a relay.</summary>
internal sealed class StunMessage
{
    private const int HeaderLength = 20;
    private const int IntegrityLength = 24;
    private const uint MagicCookie = 0x2112A442;
    private const int ErrorResponse = 0x0110;

    private readonly List<(StunAttribute Type, byte[] Value)> _attributes = [];
    private readonly int _type;
    private readonly byte[] _transactionId;

    private StunMessage(int type, byte[] transactionId) => (_type, _transactionId) = (type, transactionId);

    /// <summary>Why it is a refusal.</summary>
    public StunError Error => (_type & ErrorResponse) != ErrorResponse
        ? StunError.None
        : Find(StunAttribute.ErrorCode) is [_, _, var hundreds, var rest, ..] ? (StunError)((hundreds * 100) + rest) : throw new FormatException();

    public static StunMessage Request(StunMethod method) => new((int)method, RandomNumberGenerator.GetBytes(12));

    public static StunMessage Parse(ReadOnlySpan<byte> bytes)
    {
        var message = new StunMessage(BinaryPrimitives.ReadUInt16BigEndian(bytes), bytes[8..HeaderLength].ToArray());
        for (var rest = bytes[HeaderLength..]; !rest.IsEmpty;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
            message._attributes.Add(((StunAttribute)BinaryPrimitives.ReadUInt16BigEndian(rest), rest.Slice(4, length).ToArray()));
            rest = rest[(4 + Padded(length))..];
        }

        return message;
    }

    /// <summary>The length of the message that begins so.</summary>
    public static int LengthOf(ReadOnlySpan<byte> header) => HeaderLength + BinaryPrimitives.ReadUInt16BigEndian(header[2..]);

    public bool Answers(StunMessage request) => _transactionId.AsSpan().SequenceEqual(request._transactionId);

    public byte[]? Find(StunAttribute type) => _attributes.Find(attribute => attribute.Type == type).Value;

    public StunMessage With(StunAttribute type, params byte[] value)
    {
        _attributes.Add((type, value));
        return this;
    }

    /// <summary>An address, mixed with the cookie and the transaction (RFC 8489, section 14.2).</summary>
    public StunMessage WithPeer(IPEndPoint peer)
    {
        Span<byte> mask = [0x21, 0x12, 0xA4, 0x42, .. _transactionId];
        var address = peer.Address.GetAddressBytes();
        for (var i = 0; i < address.Length; i++)
            address[i] ^= mask[i];
        var family = (byte)(peer.AddressFamily == AddressFamily.InterNetwork ? 1 : 2);
        return With(
            StunAttribute.XorPeerAddress, [0, family, (byte)((peer.Port >> 8) ^ mask[0]), (byte)(peer.Port ^ mask[1]), .. address]);
    }

    /// <summary>The bytes on the wire, with a MESSAGE-INTEGRITY when there is a key for it (RFC 8489, section 14.5).</summary>
    public byte[] ToBytes(byte[]? key)
    {
        byte[] body = [.. _attributes.SelectMany(attribute => Encode(attribute.Type, attribute.Value))];
        if (key is null)
            return [.. Header(body.Length), .. body];

        byte[] bytes = [.. Header(body.Length + IntegrityLength), .. body];
        return [.. bytes, .. Encode(StunAttribute.MessageIntegrity, HMACSHA1.HashData(key, bytes))];
    }

    private static int Padded(int length) => (length + 3) / 4 * 4;

    private static byte[] Encode(StunAttribute type, byte[] value)
    {
        var bytes = new byte[4 + Padded(value.Length)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)value.Length);
        value.CopyTo(bytes, 4);
        return bytes;
    }

    private byte[] Header(int bodyLength)
    {
        var header = new byte[HeaderLength];
        BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)_type);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)bodyLength);
        BinaryPrimitives.WriteUInt32BigEndian(header.AsSpan(4), MagicCookie);
        _transactionId.CopyTo(header, 8);
        return header;
    }
}

/// <summary>RFC 8489, section 18.2, and RFC 8656, section 17.</summary>
internal enum StunMethod
{
    Binding = 1,
    Allocate = 3,
    CreatePermission = 8,
    ChannelBind = 9,
}

/// <summary>RFC 8489, section 18.3, and RFC 8656, section 18.</summary>
internal enum StunAttribute
{
    Username = 0x0006,
    MessageIntegrity = 0x0008,
    ErrorCode = 0x0009,
    ChannelNumber = 0x000C,
    XorPeerAddress = 0x0012,
    Realm = 0x0014,
    Nonce = 0x0015,
    RequestedAddressFamily = 0x0017,
    RequestedTransport = 0x0019,
}

/// <summary>RFC 8489, section 14.8, and RFC 8656, section 19.</summary>
internal enum StunError
{
    None = 0,
    Unauthorized = 401,
    Forbidden = 403,
    UnsupportedTransport = 442,
    AllocationQuotaReached = 486,
}
