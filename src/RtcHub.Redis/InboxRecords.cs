using System.Diagnostics;
using RtcHub.Backplane;
using RtcHub.Diagnostics;
using RtcHub.Sessions;
using RtcHub.Topics;

namespace RtcHub.Redis;

/// <summary>The longer messages, field by field.</summary>
internal static class InboxRecords
{
    public static void Write(this InboxWriter writer, Envelope envelope)
    {
        writer.Write((byte)envelope.Kind);
        writer.Put(envelope.Topic).Put(envelope.From).Put(envelope.To).Put(envelope.RosterVersion).Put(envelope.Epoch);
        writer.Put(envelope.Receivers?.Length ?? 0);
        foreach (var receiver in envelope.Receivers ?? [])
            writer.Write(Guid.Parse(receiver).ToByteArray());
        writer.Put(envelope.Payload.Utf8.Span);
        if (envelope.Sample is { } sample)
            writer.Put(sample.SentAt.UtcTicks).Put(TraceParent(sample.Context));
    }

    public static Envelope ReadEnvelope(this InboxReader reader)
    {
        var kind = (EnvelopeKind)reader.ReadByte();
        var (topic, from, to) = (reader.ReadString(), reader.ReadString(), reader.ReadString());
        var (version, epoch) = (reader.Number(), reader.Number());
        var receivers = new string[reader.Number()];
        for (var i = 0; i < receivers.Length; i++)
            receivers[i] = new Guid(reader.ReadBytes(16)).ToString();
        var payload = new RawJson(reader.Bytes());
        var sample = reader.IsAtEnd ? null : ReadSample(reader, kind); // a node of before neither writes nor reads it
        return new Envelope(kind, topic, from, to, payload, version, receivers.Length == 0 ? null : receivers, epoch, sample);
    }

    private static SignalSample ReadSample(InboxReader reader, EnvelopeKind kind)
    {
        var sentAt = new DateTimeOffset(reader.Number(), TimeSpan.Zero);
        ActivityContext.TryParse(reader.ReadString(), traceState: null, isRemote: true, out var context);
        return new SignalSample(kind, sentAt, SignalPath.Remote, context);
    }

    /// <summary>As W3C Trace Context has it; empty when the signal is timed and not traced.</summary>
    private static string TraceParent(ActivityContext context) =>
        context == default ? "" : $"00-{context.TraceId}-{context.SpanId}-{(byte)context.TraceFlags:x2}";

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
            writer.Put(frame.Span);

        writer.Put(state.Memberships.Count);
        foreach (var (topic, peer, access, roster) in state.Memberships)
        {
            writer.Put(topic).Put(MemberText.Value(new Member(peer, "-", 0, access), 0));
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
        var frames = new ReadOnlyMemory<byte>[reader.Number()];
        for (var i = 0; i < frames.Length; i++)
            frames[i] = reader.Bytes();

        var memberships = new MembershipState[reader.Number()];
        for (var i = 0; i < memberships.Length; i++)
        {
            var topic = reader.ReadString();
            var member = MemberText.Parse(peerId, reader.Bytes(), out _);
            var version = reader.Number();
            var members = new Member[reader.Number()];
            for (var m = 0; m < members.Length; m++)
                members[m] = MemberText.Parse(reader.ReadString(), reader.Bytes(), out _);
            memberships[i] = new MembershipState(topic, member.Peer, member.Access, new RosterSnapshot(members, version));
        }

        return new SessionState(peerId, epoch, tickets, handledSends, credit, windowLeft, new OutboxState(first, frames, mustRestart), memberships, isUncertain);
    }
}
