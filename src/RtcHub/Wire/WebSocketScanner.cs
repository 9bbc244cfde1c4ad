using System.Buffers.Binary;

namespace RtcHub.Wire;

/// <summary>
/// Follows the frames of a WebSocket (RFC 6455, section 5.2) as their bytes come, to know whether a message has begun and
/// is not whole yet. It checks nothing: whoever reads the frames does.
/// </summary>
internal struct WebSocketScanner
{
    private const int ShortHeader = 2;
    private const int MaxHeader = 14;
    private const int ControlBit = 0x08;
    private const int FinalBit = 0x80;
    private const int MaskBit = 0x80;

    private Header _header;
    private int _headerLength;
    private ulong _payloadLeft;
    private bool _endsMessage;
    private bool _hasMessage;

    [System.Runtime.CompilerServices.InlineArray(MaxHeader)]
    private struct Header
    {
        private byte _first;
    }

    /// <summary>Whether something has begun and is not whole.</summary>
    public readonly bool IsWithin => _hasMessage || _headerLength > 0 || _payloadLeft > 0;

    /// <summary>Takes the next bytes. True when a message, or a control frame between messages, became whole.</summary>
    public bool Read(ReadOnlySpan<byte> bytes)
    {
        var becameWhole = false;
        while (!bytes.IsEmpty)
        {
            if (_payloadLeft == 0)
            {
                bytes = ReadHeader(bytes);
            }
            else
            {
                var taken = (int)Math.Min(_payloadLeft, (ulong)bytes.Length);
                _payloadLeft -= (ulong)taken;
                bytes = bytes[taken..];
            }

            if (_headerLength > 0 || _payloadLeft > 0)
                continue;
            _hasMessage &= !_endsMessage;
            becameWhole |= !_hasMessage;
        }

        return becameWhole;
    }

    private ReadOnlySpan<byte> ReadHeader(ReadOnlySpan<byte> bytes)
    {
        _header[_headerLength++] = bytes[0];
        if (_headerLength < ShortHeader || _headerLength < ShortHeader + ExtendedLength + (_header[1] & MaskBit) / MaskBit * 4)
            return bytes[1..];

        Span<byte> header = _header;
        _payloadLeft = ExtendedLength switch
        {
            0 => (ulong)(header[1] & ~MaskBit),
            2 => BinaryPrimitives.ReadUInt16BigEndian(header[2..]),
            _ => BinaryPrimitives.ReadUInt64BigEndian(header[2..]),
        };
        var isControl = (header[0] & ControlBit) != 0;
        _endsMessage = !isControl && (header[0] & FinalBit) != 0;
        _hasMessage |= !isControl;
        _headerLength = 0;
        return bytes[1..];
    }

    private readonly int ExtendedLength => (_header[1] & ~MaskBit) switch { 126 => 2, 127 => 8, _ => 0 };
}
