using System.Text;
using RtcHub.Backplane;
using RtcHub.Sessions;
using RtcHub.Topics;
using RtcHub.Wire;

namespace RtcHub.Redis;

/// <summary>
/// What is in a node's inbox. Every message is <c>VERSION TYPE …</c>, one byte each; a version that this node does not
/// know is dropped and counted. What a node sends to another with <see cref="NodeLink"/> is numbered:
/// <c>from stream number</c> come first.
/// </summary>
internal enum InboxMessage : byte
{
    /// <summary>A roster event, written by <c>Scripts/roster.lua</c>.</summary>
    RosterEvent = (byte)'R',

    /// <summary>From a node to itself: it hears Redis. A number.</summary>
    Probe = (byte)'P',

    /// <summary>Numbered: an <see cref="Backplane.Envelope"/>.</summary>
    Envelope = (byte)'E',

    /// <summary>
    /// Numbered, to the node that a session leaves: this node has sent it the last for that session. Topic, peer id, epoch.
    /// </summary>
    Marker = (byte)'M',

    /// <summary>Numbered: a session comes unasked. Peer id, epoch, topics.</summary>
    Expect = (byte)'X',

    /// <summary>Numbered: the session itself, a <see cref="SessionState"/>.</summary>
    State = (byte)'S',

    /// <summary>Numbered: nothing; what had this number was refused.</summary>
    Void = (byte)'V',

    /// <summary>A node wants the session of a ticket. Node, request, ticket.</summary>
    Claim = (byte)'C',

    /// <summary>It is not given. Request, and why.</summary>
    Refusal = (byte)'D',

    /// <summary>To the sender of a stream: all up to that number has come. From, stream, number.</summary>
    Ack = (byte)'A',

    /// <summary>To the sender of a stream: send again from that number on. From, stream, number.</summary>
    Nack = (byte)'N',

    /// <summary>To the receiver of a stream: the last number sent. From, stream, number.</summary>
    Position = (byte)'Q',

    /// <summary>To the receiver of a stream: what is before that number can't be sent again. From, stream, number.</summary>
    Skip = (byte)'K',
}

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

/// <summary>Reads one message; byte strings are slices of it.</summary>
internal sealed class InboxReader(byte[] message) : BinaryReader(new MemoryStream(message, writable: false), Encoding.UTF8)
{
    public ReadOnlyMemory<byte> Message => message;

    public byte Version { get; } = message.Length > 0 ? message[0] : (byte)0;

    public InboxMessage Type { get; } = message.Length > 1 ? (InboxMessage)message[1] : default;

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

/// <summary>The longer messages, field by field.</summary>
internal static class InboxRecords
{
    public static void Write(this InboxWriter writer, Envelope envelope)
    {
        writer.Write((byte)envelope.Kind);
        writer.Put(envelope.Topic).Put(envelope.From).Put(envelope.To).Put(envelope.RosterVersion);
        writer.Put(envelope.Receivers?.Length ?? 0);
        foreach (var receiver in envelope.Receivers ?? [])
            writer.Write(Guid.Parse(receiver).ToByteArray());
        writer.Put(envelope.Payload.Utf8.Span);
    }

    public static Envelope ReadEnvelope(this InboxReader reader)
    {
        var kind = (EnvelopeKind)reader.ReadByte();
        var (topic, from, to) = (reader.ReadString(), reader.ReadString(), reader.ReadString());
        var version = reader.Number();
        var receivers = new string[reader.Number()];
        for (var i = 0; i < receivers.Length; i++)
            receivers[i] = new Guid(reader.ReadBytes(16)).ToString();
        return new Envelope(kind, topic, from, to, new RawJson(reader.Bytes()), version, receivers.Length == 0 ? null : receivers);
    }

    public static void Write(this InboxWriter writer, SessionState state)
    {
        writer.Put(state.PeerId).Put(state.Epoch);
        writer.Put(state.Tickets.Key).Put(state.Tickets.Confirmed).Put(state.Tickets.Issued ?? -1);
        writer.Put(state.HandledSends);
        writer.Write(state.CallCredit);
        writer.Put(state.WindowLeft.Ticks);
        writer.Write(state.IsUncertain);

        writer.Put(state.Outbox.First);
        writer.Write(state.Outbox.MustRestart);
        writer.Put(state.Outbox.Frames.Count);
        foreach (var frame in state.Outbox.Frames)
            writer.Put(frame.Bytes.Span);

        writer.Put(state.Memberships.Count);
        foreach (var (topic, peer, roster) in state.Memberships)
        {
            writer.Put(topic).Put(MemberText.Value(new Member(peer, "-", 0), 0));
            writer.Put(roster.Version).Put(roster.Members.Length);
            for (var i = 0; i < roster.Members.Length; i++)
                writer.Put(roster.Members[i].PeerId).Put(MemberText.Value(roster.Members[i], i));
        }
    }

    public static SessionState ReadSessionState(this InboxReader reader)
    {
        var (peerId, epoch) = (reader.ReadString(), reader.Number());
        var (key, confirmed, issued) = (reader.Bytes().ToArray(), reader.Number(), reader.Number());
        var tickets = new Tickets(peerId, key, confirmed, issued < 0 ? null : issued);
        var (handledSends, credit) = (reader.Number(), reader.ReadDouble());
        var (windowLeft, isUncertain) = (TimeSpan.FromTicks(reader.Number()), reader.ReadBoolean());

        var (first, mustRestart) = (reader.Number(), reader.ReadBoolean());
        var frames = new SignalingFrame[reader.Number()];
        for (var i = 0; i < frames.Length; i++)
            frames[i] = new SignalingFrame(reader.Bytes());

        var memberships = new MembershipState[reader.Number()];
        for (var i = 0; i < memberships.Length; i++)
        {
            var topic = reader.ReadString();
            var peer = MemberText.Parse(peerId, reader.Bytes(), out _).Peer;
            var version = reader.Number();
            var members = new Member[reader.Number()];
            for (var m = 0; m < members.Length; m++)
                members[m] = MemberText.Parse(reader.ReadString(), reader.Bytes(), out _);
            memberships[i] = new MembershipState(topic, peer, new RosterSnapshot(members, version));
        }

        return new SessionState(peerId, epoch, tickets, handledSends, credit, windowLeft, new OutboxState(first, frames, mustRestart), memberships, isUncertain);
    }
}
