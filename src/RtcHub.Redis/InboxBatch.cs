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

    /// <summary>Hands on each message that is in there; one that is no batch as it is.</summary>
    public static void Unpack(byte[] received, Action<byte[]> hand)
    {
        if (received is not [Version, ..])
        {
            hand(received);
            return;
        }

        for (var at = 1; at < received.Length;)
        {
            if (received.Length - at < LengthBytes)
                return; // not one of ours
            var length = BinaryPrimitives.ReadInt32LittleEndian(received.AsSpan(at));
            at += LengthBytes;
            if (length < 0 || length > received.Length - at)
                return;
            hand(received[at..(at + length)]);
            at += length;
        }
    }
}
