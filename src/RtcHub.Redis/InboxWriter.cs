using System.Text;

namespace RtcHub.Redis;

/// <summary>Writes one message.</summary>
internal sealed class InboxWriter : BinaryWriter
{
    public const byte Version = 1;

    public InboxWriter(InboxMessage type, int capacity = 256)
        : base(new MemoryStream(capacity), Encoding.UTF8)
    {
        Write(Version);
        Write((byte)type);
    }

    public InboxWriter Put(string text)
    {
        Write(text);
        return this;
    }

    public InboxWriter Put(long number)
    {
        Write7BitEncodedInt64(number);
        return this;
    }

    public InboxWriter Put(ReadOnlySpan<byte> bytes)
    {
        Write7BitEncodedInt(bytes.Length);
        Write(bytes);
        return this;
    }

    public byte[] ToArray() => ((MemoryStream)OutStream).ToArray();
}
