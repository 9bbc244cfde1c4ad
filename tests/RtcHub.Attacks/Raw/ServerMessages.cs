using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace RtcHub.Attacks.Raw;

/// <summary>
/// Takes apart what the server sends: WebSocket frames, in them hub messages. Whatever a client does, these are well-formed.
/// </summary>
internal sealed class ServerMessages
{
    private const byte RecordSeparator = 0x1E;

    private byte[] _bytes = new byte[4_096];
    private int _length; // of what came and is not taken apart yet
    private byte[] _text = new byte[4_096];
    private int _textLength; // of the hub message that is not complete yet

    /// <summary>Where the next bytes go; <see cref="Advance"/> tells how many they are.</summary>
    public Memory<byte> Space
    {
        get
        {
            if (_bytes.Length - _length < 2_048)
                Array.Resize(ref _bytes, _bytes.Length * 2);
            return _bytes.AsMemory(_length);
        }
    }

    /// <summary>What is wrong with what the server sent; null when nothing is.</summary>
    public string? Wrong { get; private set; }

    /// <summary>Whether it has said that nothing more comes.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Calls <paramref name="handle"/> with each hub message that is complete by now.</summary>
    public void Advance(int count, Action<ReadOnlySpan<byte>> handle)
    {
        _length += count;
        var at = 0;
        while (TryReadFrame(_bytes.AsSpan(at, _length - at), out var opcode, out var payload, out var size))
        {
            at += size;
            if (opcode is Opcode.Text or Opcode.Continuation)
                Split(payload, handle);
            else if (opcode == Opcode.Close)
                IsClosed = true;
            else if (opcode is not (Opcode.Ping or Opcode.Pong))
                Wrong ??= $"the server sent a WebSocket frame of opcode {opcode}";
        }

        _bytes.AsSpan(at, _length - at).CopyTo(_bytes);
        _length -= at;
    }

    private static bool TryReadFrame(ReadOnlySpan<byte> bytes, out int opcode, out ReadOnlySpan<byte> payload, out int size)
    {
        opcode = size = 0;
        payload = default;
        if (bytes.Length < 2)
            return false;
        opcode = bytes[0] & 0x0F;
        var head = (bytes[1] & 0x7F) switch { 126 => 4, 127 => 10, _ => 2 };
        if (bytes.Length < head)
            return false;
        var length = head switch
        {
            4 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            10 => (int)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
            _ => bytes[1] & 0x7F,
        };
        if (bytes.Length < head + length)
            return false;
        payload = bytes.Slice(head, length);
        size = head + length;
        return true;
    }

    private void Split(ReadOnlySpan<byte> payload, Action<ReadOnlySpan<byte>> handle)
    {
        while (payload.IndexOf(RecordSeparator) is >= 0 and var end)
        {
            Append(payload[..end]);
            var message = _text.AsSpan(0, _textLength);
            if (!IsWellFormed(message))
                Wrong ??= $"the server sent what is no JSON in UTF-8: {Escaped.Text(message)}";
            handle(message);
            _textLength = 0;
            payload = payload[(end + 1)..];
        }

        Append(payload);
    }

    private void Append(ReadOnlySpan<byte> part)
    {
        if (_text.Length < _textLength + part.Length)
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _textLength + part.Length));
        part.CopyTo(_text.AsSpan(_textLength));
        _textLength += part.Length;
    }

    private static bool IsWellFormed(ReadOnlySpan<byte> message)
    {
        if (!Utf8.IsValid(message))
            return false;
        try
        {
            var reader = new Utf8JsonReader(message);
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
