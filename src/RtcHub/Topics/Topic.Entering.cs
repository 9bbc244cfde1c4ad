using RtcHub.Backplane;
using RtcHub.Sessions;
using RtcHub.Wire;

namespace RtcHub.Topics;

/// <summary>
/// A session that is about to be given a roster is told what came after that, and nothing from before. The roster may have
/// had it for a while: when the answer to a join was lost, the next join finds it in.
/// </summary>
internal sealed partial class Topic
{
    private readonly Dictionary<Session, List<Waiting>> _entering = [];

    /// <summary>What a session is to be told once it has its roster.</summary>
    /// <param name="Frame">That.</param>
    /// <param name="From">Who sent it, or changed; empty when no peer did.</param>
    /// <param name="Version">The roster's by that change; 0 for what a peer sent.</param>
    /// <param name="IsRoster">A whole roster.</param>
    private readonly record struct Waiting(SignalingFrame Frame, string From, long Version, bool IsRoster = false);

    /// <summary>
    /// The session is in, and that roster is the answer to its join. What waits goes into its outbox, but for changes that
    /// the roster has already and for what those sent who had left by then.
    /// </summary>
    public void Enter(Session session, RosterSnapshot roster)
    {
        lock (_gate)
        {
            if (!_entering.Remove(session, out var waiting))
                return;

            _toldUpTo[session.PeerId] = roster.Version;
            if (waiting.Count == 0)
                return;

            var present = roster.Members.Concat(_roster?.Members ?? []).Select(member => member.PeerId);
            var since = waiting.Where(what => what.Version > roster.Version).Select(what => what.From);
            var known = present.Concat(since).Append("").ToHashSet(StringComparer.Ordinal);
            foreach (var what in waiting.Where(what => what.Version > roster.Version || (what.Version == 0 && known.Contains(what.From))))
            {
                if (what.IsRoster)
                    session.Outbox.AppendRoster(what.Frame);
                else
                    session.Outbox.Append(what.Frame);
            }
        }
    }

    /// <summary>Tells a session what a peer sent, or that it changed: now, or once the session has its roster.</summary>
    private SignalCode Tell(Session session, string from, SignalingFrame frame, long version = 0)
    {
        if (!_entering.TryGetValue(session, out var waiting))
            return session.Outbox.Append(frame);
        waiting.Add(new Waiting(frame, from, version));
        return SignalCode.Ok;
    }

    private SignalCode Tell(Session session, in Envelope envelope)
    {
        var frame = new EnvelopeFrame(envelope, _nameJson);
        return _entering.Count > 0 ? Tell(session, envelope.From, frame.ToFrame()) : session.Outbox.Append(frame);
    }
}
