using System.Text;

namespace RtcHub.Redis;

/// <summary>Reads one message; byte strings are slices of it.</summary>
internal sealed class InboxReader(byte[] message) : BinaryReader(new MemoryStream(message, writable: false), Encoding.UTF8)
{
    public ReadOnlyMemory<byte> Message => message;

    public byte Version { get; } = message.Length > 0 ? message[0] : (byte)0;

    public InboxMessage Type { get; } = message.Length > 1 ? (InboxMessage)message[1] : default;

    /// <summary>Whether nothing more follows.</summary>
    public bool IsAtEnd => BaseStream.Position == message.Length;

    public long Number() => Read7BitEncodedInt64();

    public ReadOnlyMemory<byte> Bytes()
    {
        var length = Read7BitEncodedInt();
        var start = (int)BaseStream.Position;
        BaseStream.Position += length;
        return message.AsMemory(start, length);
    }

    public InboxReader SkipHead()
    {
        BaseStream.Position = 2;
        return this;
    }
}
