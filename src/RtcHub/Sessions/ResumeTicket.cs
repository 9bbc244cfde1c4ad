using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace RtcHub.Sessions;

/// <summary>
/// The secret that resumes a session, in base64url: whose it is, which of the session's tickets, an HMAC-SHA256 under
/// the session's own random key, and the node that issued it, for sessions that no other node has heard of.
/// </summary>
/// <remarks>
/// A number and a key instead of random bits: a node that takes over from a dead one knows every ticket that the dead
/// one may have issued.
/// </remarks>
internal sealed class ResumeTicket
{
    private const int IdBytes = 16;
    private const int NumberBytes = 8;
    private const int MacBytes = HMACSHA256.HashSizeInBytes;
    private const int NodeOffset = IdBytes + NumberBytes + MacBytes;
    private const int MaxNodeBytes = 64;

    private readonly byte[] _bytes;

    private ResumeTicket(byte[] bytes) => _bytes = bytes;

    public string PeerId => new Guid(_bytes.AsSpan(0, IdBytes)).ToString();

    /// <summary>The session's tickets are numbered from 1.</summary>
    public long Number => BinaryPrimitives.ReadInt64BigEndian(_bytes.AsSpan(IdBytes));

    /// <summary>Where it was issued. True of a genuine ticket only.</summary>
    public string NodeId => Encoding.UTF8.GetString(_bytes.AsSpan(NodeOffset));

    /// <summary>What the client is given. Never logged.</summary>
    public string Text => Base64Url.EncodeToString(_bytes);

    public static byte[] CreateKey() => RandomNumberGenerator.GetBytes(MacBytes);

    public static ResumeTicket Create(byte[] key, string peerId, string nodeId, long number)
    {
        var bytes = new byte[NodeOffset + Encoding.UTF8.GetByteCount(nodeId)];
        Guid.Parse(peerId).TryWriteBytes(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(IdBytes), number);
        Encoding.UTF8.GetBytes(nodeId, bytes.AsSpan(NodeOffset));
        var ticket = new ResumeTicket(bytes);
        ticket.ComputeMac(key, bytes.AsSpan(IdBytes + NumberBytes, MacBytes));
        return ticket;
    }

    /// <summary>Says nothing about its being genuine.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ResumeTicket? ticket)
    {
        ticket = null;
        var bytes = new byte[NodeOffset + MaxNodeBytes];
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done || written <= NodeOffset)
            return false;

        ticket = new ResumeTicket(bytes[..written]);
        if (ticket.Text == text)
            return true;

        ticket = null; // the same bytes in another spelling
        return false;
    }

    public bool IsGenuine(byte[] key)
    {
        Span<byte> mac = stackalloc byte[MacBytes];
        ComputeMac(key, mac);
        return CryptographicOperations.FixedTimeEquals(mac, _bytes.AsSpan(IdBytes + NumberBytes, MacBytes));
    }

    private void ComputeMac(byte[] key, Span<byte> mac)
    {
        Span<byte> signed = stackalloc byte[IdBytes + NumberBytes + MaxNodeBytes];
        _bytes.AsSpan(0, IdBytes + NumberBytes).CopyTo(signed);
        _bytes.AsSpan(NodeOffset).CopyTo(signed[(IdBytes + NumberBytes)..]);
        HMACSHA256.HashData(key, signed[..(_bytes.Length - MacBytes)], mac);
    }
}
