using System.Text;
using RtcHub.Backplane;
using RtcHub.Diagnostics;

namespace RtcHub.Wire;

/// <summary>What the receiver of an envelope is called with: the bytes that SignalR's JSON protocol has for it.</summary>
/// <param name="envelope">What was sent.</param>
/// <param name="topic">Its topic's name, as JSON.</param>
internal readonly ref struct EnvelopeFrame(in Envelope envelope, ReadOnlySpan<byte> topic)
{
    private readonly ReadOnlySpan<byte> _topic = topic;
    private readonly ReadOnlySpan<byte> _head = envelope.Kind switch
    {
        EnvelopeKind.Offer => """{"type":1,"target":"Offer","arguments":["""u8,
        EnvelopeKind.Answer => """{"type":1,"target":"Answer","arguments":["""u8,
        EnvelopeKind.Candidate => """{"type":1,"target":"Candidate","arguments":["""u8,
        _ => """{"type":1,"target":"Message","arguments":["""u8,
    };

    private readonly string _from = envelope.From; // a UUID: nothing to escape
    private readonly ReadOnlySpan<byte> _payload = envelope.Payload.Utf8.Span;

    /// <summary>Follows it, where somebody does.</summary>
    public SignalSample? Sample { get; } = envelope.Sample;

    public int Length => _head.Length + _topic.Length + 2 + _from.Length + 2 + _payload.Length + Tail.Length;

    private static ReadOnlySpan<byte> Tail => "]}\u001e"u8;

    public void CopyTo(Span<byte> bytes)
    {
        Put(_head, ref bytes);
        Put(_topic, ref bytes);
        Put(",\""u8, ref bytes);
        bytes = bytes[Encoding.ASCII.GetBytes(_from, bytes)..];
        Put("\","u8, ref bytes);
        Put(_payload, ref bytes);
        Put(Tail, ref bytes);
    }

    /// <summary>The same as a frame that many sessions share.</summary>
    public SignalingFrame ToFrame()
    {
        var bytes = new byte[Length];
        CopyTo(bytes);
        return new SignalingFrame(bytes);
    }

    private static void Put(ReadOnlySpan<byte> part, ref Span<byte> bytes)
    {
        part.CopyTo(bytes);
        bytes = bytes[part.Length..];
    }
}
