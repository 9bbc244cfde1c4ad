using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace RtcHub.Attacks.Raw;

/// <summary>
/// Frames of the WebSocket protocol (RFC 6455, section 5.2) as a client sends them, and as none may: it checks nothing.
/// </summary>
internal sealed class WebSocketWriter
{
    private const char RecordSeparator = '\x1e';
    private const int IsFinal = 0x80;
    private const int IsMasked = 0x80;

    private readonly ArrayBufferWriter<byte> _bytes = new(512);

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    public ReadOnlyMemory<byte> Written => _bytes.WrittenMemory;

    /// <summary>Hub messages, each with its end mark, as one WebSocket message.</summary>
    public static byte[] Hub(params string[] messages) => new WebSocketWriter()
        .Frame(Opcode.Text, Encoding.UTF8.GetBytes(string.Concat(messages.Select(message => message + RecordSeparator))))
        .ToArray();

    public WebSocketWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    /// <summary>One frame.</summary>
    /// <param name="opcode">Which kind; 4 bits.</param>
    /// <param name="payload">What it carries.</param>
    /// <param name="final">Whether it ends its message.</param>
    /// <param name="masked">As every frame of a client must be.</param>
    /// <param name="reserved">The three reserved bits.</param>
    /// <param name="lengthBytes">How many bytes tell the length: 0, 2 or 8; null: as few as possible.</param>
    /// <param name="claimed">The length it tells; null: the payload's.</param>
    public WebSocketWriter Frame(
        int opcode,
        ReadOnlySpan<byte> payload,
        bool final = true,
        bool masked = true,
        int reserved = 0,
        int? lengthBytes = null,
        ulong? claimed = null)
    {
        var length = claimed ?? (ulong)payload.Length;
        var head = _bytes.GetSpan(14);
        head[0] = (byte)((final ? IsFinal : 0) | (reserved << 4) | opcode);
        var at = 2;
        var mask = masked ? IsMasked : 0;
        switch (lengthBytes ?? (length < 126 ? 0 : length <= ushort.MaxValue ? 2 : 8))
        {
            case 0:
                head[1] = (byte)(mask | (int)(length & 0x7F));
                break;
            case 2:
                head[1] = (byte)(mask | 126);
                BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)length);
                at += 2;
                break;
            default:
                head[1] = (byte)(mask | 127);
                BinaryPrimitives.WriteUInt64BigEndian(head[2..], length);
                at += 8;
                break;
        }

        if (masked)
        {
            head.Slice(at, 4).Clear(); // this key leaves the payload as it is: a frame that is printed can be read
            at += 4;
        }

        _bytes.Advance(at);
        _bytes.Write(payload);
        return this;
    }
}
