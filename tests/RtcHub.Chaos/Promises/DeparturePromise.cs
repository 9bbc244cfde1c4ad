using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Promises;

/// <summary>
/// Who is listed is there, who is there is listed, and who is said to have left has left. A session that is resumed was
/// never announced as timed out. One whose client is lost is no ghost for longer than <see cref="Limits.Ghost"/>.
/// </summary>
internal sealed class DeparturePromise : IPromise
{
    private readonly Dictionary<SessionLog, Observer> _observers = [];

    public IEnumerable<Broken> Check(Round round)
    {
        foreach (var (log, entries) in round.Sessions)
        {
            if (!_observers.TryGetValue(log, out var observer))
                _observers.Add(log, observer = new Observer(log.PeerId));
            foreach (var entry in entries)
            {
                foreach (var (who, what) in observer.Follow(entry, round))
                    yield return new Broken("departures", entry.At, who is null ? [log] : [log, who], $"{log}: {what}");
            }

            if (log.EndedAt is not null)
                _observers.Remove(log);
        }
    }

    /// <summary>Whom one session believes to be where.</summary>
    private sealed class Observer(string self)
    {
        private readonly Dictionary<string, RosterModel> _topics = new(StringComparer.Ordinal);
        private TimeSpan _attachedAt;

        public List<(SessionLog? Who, string What)> Follow(Entry entry, Round round)
        {
            switch (entry)
            {
                case Attached attached:
                    _attachedAt = attached.At;
                    return [];
                case TopicLeaving leaving:
                    _topics.Remove(leaving.Topic);
                    return [];
                case SnapshotTaken snapshot:
                    if (!_topics.TryGetValue(snapshot.Topic, out var roster))
                        _topics.Add(snapshot.Topic, roster = new RosterModel());
                    var before = roster.Peers.Keys.ToArray();
                    roster.Replace(snapshot.Peers, snapshot.Version);
                    return [.. Ghosts(before.Except(roster.Peers.Keys), snapshot.Topic, snapshot.At, round), .. CheckCalm(snapshot, round)];
                case RosterHeard heard when _topics.TryGetValue(heard.Topic, out var followed):
                    var listed = followed.Peers.Keys.ToArray();
                    followed.Apply(heard);
                    var wrong = Ghosts(listed.Except(followed.Peers.Keys), heard.Topic, heard.At, round);
                    return heard.Method == "PeerLeft" ? [.. wrong, .. CheckDeparture(heard, round)] : wrong;
                default:
                    return [];
            }
        }

        private static IEnumerable<(SessionLog?, string)> CheckDeparture(RosterHeard left, Round round)
        {
            if (round.Find(left.Peers[0].PeerId) is not { } peer)
                yield break; // a session whose client never got its welcome

            if (left.Reason == "removed")
                yield return (peer, $"{peer} was removed from {left.Topic}, which nobody asked for");
            if (left.Reason == "left" && !peer.HasBegunToLeave(left.Topic, left.At)
                && !peer.HasFailedToJoin(left.Topic, left.At - round.Limits.JoinIsUndone, left.At + round.Limits.JoinIsUndone))
                yield return (peer, $"{peer} is said to have left {left.Topic}, and did not");
            if (left.Reason == "timeout" && peer.LastSignOfLife > left.At - round.Limits.ResumeWindow + round.Limits.Slack)
                yield return (peer, $"{peer} is said to have timed out of {left.Topic}, and got an answer to a call that it made at {peer.LastSignOfLife.TotalSeconds:0.000}");
        }

        /// <summary>Those who were listed up to now: should they have been gone earlier?</summary>
        private List<(SessionLog?, string)> Ghosts(IEnumerable<string> peerIds, string topic, TimeSpan until, Round round)
        {
            var ghosts = new List<(SessionLog?, string)>();
            foreach (var peer in peerIds.Select(round.Find).OfType<SessionLog>())
            {
                if (peer.EndedAt is { } ended && until > Deadline(peer, ended, round))
                    ghosts.Add((peer, $"{peer}, whose session ended ({peer.Ending}) at {ended.TotalSeconds:0.000}, was listed in {topic} until {until.TotalSeconds:0.000}"));
            }

            return ghosts;
        }

        /// <summary>Everyone is back and nothing changes: the roster must be those who live, as they described themselves.</summary>
        private IEnumerable<(SessionLog?, string)> CheckCalm(SnapshotTaken snapshot, Round round)
        {
            if (snapshot.Living is not { } living)
                yield break;

            var listed = snapshot.Peers.ToDictionary(peer => peer.PeerId, StringComparer.Ordinal);
            foreach (var (peerId, metadata) in living.Where(peer => peer.Key != self))
            {
                var peer = round.Find(peerId);
                if (!listed.TryGetValue(peerId, out var view))
                    yield return (peer, $"{peer} lives in {snapshot.Topic}, and is not listed");
                else if (view.State != "connected")
                    yield return (peer, $"{peer} is connected, and is listed as {view.State} in {snapshot.Topic}");
                else if (view.Metadata != metadata)
                    yield return (peer, $"{peer} says {metadata} about itself, and is listed with {view.Metadata} in {snapshot.Topic}");
            }

            foreach (var peerId in listed.Keys.Where(peerId => !living.ContainsKey(peerId)))
            {
                var peer = round.Find(peerId);
                var mayBeListed = peer is null
                    ? snapshot.At <= round.LastUnfinishedArrival + round.Limits.Ghost
                    : peer.EndedAt is { } ended && snapshot.At <= Deadline(peer, ended, round);
                if (!mayBeListed)
                    yield return (peer, $"{peer?.ToString() ?? peerId} is listed in {snapshot.Topic}, and does not live there");
            }
        }

        private TimeSpan Deadline(SessionLog peer, TimeSpan ended, Round round)
        {
            var limits = round.Limits;
            var deadline = ended + (peer.Ending == Ending.Bye ? limits.RedisHeals : limits.Ghost);
            foreach (var outage in round.Faults.Where(fault => fault.Kind == FaultKind.RedisAway && fault.Touches(ended, deadline, limits.RedisHeals)))
                deadline = Max(deadline, (outage.To ?? round.Now) + limits.RedisHeals + limits.Barrier);
            foreach (var fault in round.Faults.Where(fault => fault.Kind is FaultKind.NodeKilled or FaultKind.NodeStopped && fault.Touches(ended, deadline)))
                deadline = Max(deadline, fault.From + limits.Ghost); // its heir begins the window anew
            return Max(deadline, _attachedAt + limits.RedisHeals); // who was away hears of it when it is back
        }

        private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
    }
}
