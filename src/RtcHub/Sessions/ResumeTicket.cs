using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace RtcHub.Sessions;

/// <summary>
/// The secret that resumes a session: the session's peer id, to find it by, and 192 random bits, in base64url. The
/// service keeps only a hash.
/// </summary>
internal sealed class ResumeTicket
{
    private const int IdBytes = 16;
    private const int SecretBytes = 24;

    private readonly byte[] _hash;

    private ResumeTicket(byte[] hash) => _hash = hash;

    /// <summary>A new ticket, and its text for the client.</summary>
    public static ResumeTicket Create(string peerId, out string text)
    {
        var bytes = new byte[IdBytes + SecretBytes];
        Guid.Parse(peerId).TryWriteBytes(bytes);
        RandomNumberGenerator.Fill(bytes.AsSpan(IdBytes));
        text = Base64Url.EncodeToString(bytes);
        return new ResumeTicket(SHA256.HashData(bytes));
    }

    /// <summary>Whose ticket a text says that it is; says nothing about its being genuine.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? peerId, out byte[] bytes)
    {
        bytes = new byte[IdBytes + SecretBytes];
        peerId = null;
        if (Base64Url.DecodeFromChars(text, bytes, out _, out var written) != OperationStatus.Done || written != bytes.Length)
            return false;

        peerId = new Guid(bytes.AsSpan(0, IdBytes)).ToString();
        return true;
    }

    public bool Matches(ReadOnlySpan<byte> bytes) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(bytes), _hash);
}
