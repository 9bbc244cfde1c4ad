using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Promises;

/// <summary>
/// What a session is told of a topic makes sense from its first snapshot on: versions grow, by one with each event as
/// far as it did not change the roster itself; who joins was not there, who changes or leaves was; and nothing comes
/// from a peer that is not there. In a calm what it was told makes the roster that it is given when it asks.
/// </summary>
/// <remarks>
/// A session is not told of its own changes (metadata; interrupted, moved, connected), so each allows one version to be
/// left out. Those who never change anything, a third of the clients, must see each version.
/// </remarks>
internal sealed class RosterPromise : IPromise
{
    private const int VersionsOfAMove = 3;

    private readonly Dictionary<SessionLog, Dictionary<string, View>> _views = [];

    public IEnumerable<Broken> Check(Round round)
    {
        var messages = round.Messages.ToDictionary(message => message.Number);
        foreach (var (log, entries) in round.Sessions)
        {
            if (!_views.TryGetValue(log, out var topics))
                _views.Add(log, topics = new Dictionary<string, View>(StringComparer.Ordinal));
            foreach (var entry in entries)
            {
                foreach (var what in Follow(topics, entry, messages))
                    yield return new Broken("roster", entry.At, [log], $"{log}: {what}");
            }

            if (log.EndedAt is not null)
                _views.Remove(log);
        }
    }

    private static IEnumerable<string> Follow(Dictionary<string, View> topics, Entry entry, Dictionary<long, Message> messages)
    {
        switch (entry)
        {
            case Attached:
                foreach (var view in topics.Values)
                    view.OwnVersions += VersionsOfAMove;
                return [];
            case ResumeAnswered { Code: "gap" }:
                foreach (var view in topics.Values)
                    view.Roster.Forget();
                return [];
            case OwnChange change when topics.TryGetValue(change.Topic, out var view):
                view.OwnVersions++;
                view.IsChanging = true;
                return [];
            case CallAnswered { Method: "UpdateMetadata", Code: var code }:
                foreach (var view in topics.Values)
                {
                    view.IsChanging = false;
                    view.OwnVersions += code == "backplane_unavailable" ? 1 : 0; // Redis may have done it: it is taken back
                }

                return [];
            case SubscribeFailed unanswered:
                Open(unanswered.Topic);
                return [];
            case SnapshotTaken snapshot:
                return Open(snapshot.Topic).Take(snapshot);
            case TopicLeaving leaving when topics.TryGetValue(leaving.Topic, out var view):
                view.IsLeaving = true;
                return [];
            case TopicLeft left:
                topics[left.Topic] = new View { LeftAt = left.At };
                return [];
            case RosterHeard heard:
                return topics.TryGetValue(heard.Topic, out var told) ? told.Hear(heard) : [$"{heard.Method} in {heard.Topic}, which it has not joined"];
            case MessageHeard heard:
                return topics.TryGetValue(heard.Topic, out var spoken)
                    ? spoken.Hear(heard, messages.GetValueOrDefault(heard.Number))
                    : [$"message {heard.Number} in {heard.Topic}, which it has not joined"];
            default:
                return [];
        }

        View Open(string topic)
        {
            if (!topics.TryGetValue(topic, out var view) || view.LeftAt is not null || view.IsLeaving)
                topics[topic] = view = new View { OwnVersions = view is { LeftAt: null } ? view.OwnVersions : 0 };
            return view;
        }
    }

    /// <summary>One topic, as one session is told of it.</summary>
    private sealed class View
    {
        private readonly List<string> _untilRoster = [];
        private bool _hasSkipped;

        public RosterModel Roster { get; } = new();

        public int OwnVersions { get; set; }

        /// <summary>A change of its metadata is not answered yet.</summary>
        public bool IsChanging { get; set; }

        public bool IsLeaving { get; set; }

        public TimeSpan? LeftAt { get; init; }

        public List<string> Take(SnapshotTaken snapshot)
        {
            List<string> wrong = [.. _untilRoster];
            _untilRoster.Clear();
            if (Roster.IsKnown && snapshot.Version < Roster.Version)
                wrong.Add($"a snapshot of {snapshot.Topic} has version {snapshot.Version} after {Roster.Version}");
            if (Roster.IsKnown && snapshot.Living is not null && Describe(Roster.Peers.Values) is var told && Describe(snapshot.Peers) is var asked && told != asked)
                wrong.Add($"what it was told makes {snapshot.Topic} version {Roster.Version} {told}, and a snapshot is version {snapshot.Version} {asked}");

            Roster.Replace(snapshot.Peers, snapshot.Version);
            ForgetOldVersions();
            return wrong;
        }

        public List<string> Hear(RosterHeard heard)
        {
            if (heard.Method == "Removed")
                return [$"it was removed from {heard.Topic} ({heard.Reason}), which nobody asked for"];
            if (LeftAt is not null || IsLeaving)
                return []; // what was on its way

            var wrong = new List<string>();
            var step = heard.Version - Roster.Version;
            if (Roster.Version > 0 && step < (heard.Method == "Roster" ? 0 : 1))
                wrong.Add($"{heard.Method} in {heard.Topic} has version {heard.Version} after {Roster.Version}");
            else if (Roster.IsKnown && heard.Method != "Roster" && step - 1 > OwnVersions)
                wrong.Add($"{heard.Method} in {heard.Topic} has version {heard.Version} after {Roster.Version}, and it had changed at most {OwnVersions} times itself");

            if (!Roster.IsKnown && heard.Method != "Roster" && Roster.Version > 0)
                wrong.Add($"{heard.Method} in {heard.Topic} after a gap came before the Roster");
            if (Roster.IsKnown && heard.Method != "Roster")
                OwnVersions = (int)Math.Max(0, OwnVersions - Math.Max(0, step - 1));
            _hasSkipped |= step > 1;
            if (Roster.Apply(heard) is { } impossible)
                (_hasSkipped ? _untilRoster : wrong).Add($"{heard.Method} in {heard.Topic}, version {heard.Version}: {heard.Peers[0].PeerId} {impossible}");
            if (heard.Method == "Roster")
            {
                ForgetOldVersions();
                _hasSkipped = false;
                _untilRoster.Clear();
            }

            return wrong;
        }

        public IEnumerable<string> Hear(MessageHeard heard, Message? message)
        {
            if (LeftAt is { } left)
                return message?.FirstSentAt > left ? [$"message {heard.Number} in {heard.Topic}, which it had left before that was sent"] : [];
            if (IsLeaving)
                return [];
            if (!Roster.IsKnown)
                return Roster.Version > 0 ? [$"message {heard.Number} in {heard.Topic} after a gap came before the Roster"] : [];
            return Roster.Peers.ContainsKey(heard.From) ? [] : [$"message {heard.Number} in {heard.Topic} from {heard.From}, who is not there"];
        }

        /// <summary>A roster has what the session did before, but for what it did lately, which may still be on its way.</summary>
        private void ForgetOldVersions() => OwnVersions = Math.Min(OwnVersions, VersionsOfAMove + (IsChanging ? 1 : 0));

        private static string Describe(IEnumerable<PeerView> peers) =>
            $"[{string.Join(", ", peers.OrderBy(peer => peer.PeerId, StringComparer.Ordinal).Select(peer => $"{peer.PeerId[..Math.Min(8, peer.PeerId.Length)]} {peer.State} {peer.Metadata}"))}]";
    }
}
