using RtcHub.Diagnostics;

namespace RtcHub.Backplane;

/// <summary>What one peer sends to another, or to all others of a topic.</summary>
/// <param name="Kind">Which call it is.</param>
/// <param name="Topic">The topic that both are in.</param>
/// <param name="From">The sender, stamped by its node.</param>
/// <param name="To">The receiver, or <see cref="Everyone"/>.</param>
/// <param name="Payload">What it carries, unread.</param>
/// <param name="RosterVersion">The roster that its node knew: the receiver's node delivers it after that. 0 when that does not matter.</param>
/// <param name="Receivers">
/// With <see cref="Everyone"/>, between nodes: whom the sender's node knew on the receiving one. While one of them moves,
/// each node has its own idea of where it is; this way exactly one delivers to it.
/// </param>
/// <param name="Epoch">
/// Of the sender's session on its node: a node that was frozen may wake up and send when another has inherited the session
/// long ago.
/// </param>
/// <param name="Sample">Follows it, if it is one of those that somebody follows.</param>
internal readonly record struct Envelope(
    EnvelopeKind Kind,
    string Topic,
    string From,
    string To,
    RawJson Payload,
    long RosterVersion = 0,
    string[]? Receivers = null,
    long Epoch = 0,
    SignalSample? Sample = null)
{
    /// <summary>Every other peer of the topic.</summary>
    public const string Everyone = "*";

    /// <summary>The sender of what an operator says to a topic. Peer ids are UUIDs, so no peer has it.</summary>
    public const string Operator = "operator";
}

/// <summary>The kinds of call that are relayed; each is named as the method that the receiver is called with.</summary>
internal enum EnvelopeKind
{
    Offer,
    Answer,
    Candidate,
    Message,
}
