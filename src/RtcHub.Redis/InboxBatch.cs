using System.Buffers.Binary;

namespace RtcHub.Redis;

/// <summary>
/// Several messages for one inbox as one: a version of its own, which a node of before drops and counts, and then asks for
/// what was in it, one by one; then each with its length before it.
/// </summary>
internal static class InboxBatch
{
    private const byte Version = 2;
    private const int LengthBytes = sizeof(int);

    /// <param name="messages">Two or more.</param>
    /// <param name="bytes">Their length together.</param>
    public static byte[] Pack(List<byte[]> messages, int bytes)
    {
        var batch = new byte[1 + messages.Count * LengthBytes + bytes];
        batch[0] = Version;
        var rest = batch.AsSpan(1);
        foreach (var message in messages)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, message.Length);
            message.CopyTo(rest[LengthBytes..]);
            rest = rest[(LengthBytes + message.Length)..];
        }

        return batch;
    }

    /// <summary>Hands on each message that is in there. What is no batch goes on as it is.</summary>
    public static void Unpack(byte[] received, Action<byte[]> hand)
    {
        if (!IsBatch(received))
        {
            hand(received);
            return;
        }

        for (var rest = received.AsSpan(1); !rest.IsEmpty; rest = rest[SizeOfFirst(rest)..])
            hand(rest[LengthBytes..SizeOfFirst(rest)].ToArray());
    }

    private static bool IsBatch(ReadOnlySpan<byte> received)
    {
        if (received is not [Version, .. var rest] || rest.IsEmpty)
            return false;
        while (rest.Length >= LengthBytes && SizeOfFirst(rest) is >= LengthBytes and var size && size <= rest.Length)
            rest = rest[size..];
        return rest.IsEmpty;
    }

    private static int SizeOfFirst(ReadOnlySpan<byte> messages) => LengthBytes + BinaryPrimitives.ReadInt32LittleEndian(messages);
}
