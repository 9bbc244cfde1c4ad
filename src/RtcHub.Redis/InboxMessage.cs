using RtcHub.Sessions;

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

    /// <summary>Numbered: the session itself. The request that it answers or nothing, a <see cref="SessionState"/>.</summary>
    State = (byte)'S',

    /// <summary>Numbered: nothing; what had this number was refused.</summary>
    Void = (byte)'V',

    /// <summary>Numbered: an operator wants this node to drain and end. Nothing.</summary>
    Drain = (byte)'X',

    /// <summary>A node wants the session of a ticket. Node, request, ticket.</summary>
    Claim = (byte)'C',

    /// <summary>It is not given. Request, <see cref="ClaimReply"/>, the node that it went to or nothing.</summary>
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
