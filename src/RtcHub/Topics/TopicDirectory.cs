using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using RtcHub.Backplane;
using RtcHub.Diagnostics;
using RtcHub.Sessions;
using RtcHub.Wire;

namespace RtcHub.Topics;

/// <summary>The topics that sessions of this node are in, and what the backplane tells them. Nothing here blocks.</summary>
internal sealed class TopicDirectory(SignalingProtocol protocol, IBackplane backplane, HubMetrics metrics)
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);

    /// <summary>A member is on another node now, and nothing from here goes to where it was any more. Must not block.</summary>
    public Action<RosterEvent> Moved { get; set; } = _ => { };

    public int Count => _topics.Count;

    public IEnumerable<Topic> All => _topics.Values;

    public bool TryFind(string name, [NotNullWhen(true)] out Topic? topic) => _topics.TryGetValue(name, out topic);

    /// <summary>The topic, kept for as long as a session has it open; <paramref name="isEntering"/> when that is about to join.</summary>
    public Topic Open(string name, Session session, bool isEntering = false)
    {
        lock (_gate)
        {
            var topic = _topics.GetOrAdd(name, Create);
            topic.Add(session, isEntering);
            return topic;
        }
    }

    public void Close(Topic topic, Session session)
    {
        lock (_gate)
        {
            topic.Remove(session);
            if (topic.IsUnused)
                _topics.TryRemove(topic.Name, out _);
        }
    }

    /// <summary>The roster of a topic that this node has members in has changed.</summary>
    public void OnRosterEvent(RosterEvent change)
    {
        if (TryFind(change.Topic, out var topic))
            topic.Apply(change);
        else if (change.Kind == RosterEventKind.Moved)
            Moved(change);
    }

    /// <summary>A peer on another node sent something to peers on this one. Returns those who are not here any more.</summary>
    public string[] OnEnvelope(Envelope envelope) =>
        TryFind(envelope.Topic, out var topic) ? topic.Deliver(envelope) : envelope.Receivers ?? [envelope.To];

    private Topic Create(string name) =>
        new(name, backplane.NodeId, protocol, metrics.Peers, topic => _ = ResyncAsync(topic), change => Moved(change));

    private async Task ResyncAsync(Topic topic)
    {
        if (await backplane.FetchAsync(topic.Name) is { } snapshot)
            topic.Reload(snapshot);
        else
            topic.GiveUpResync(); // the backplane is away: it makes every roster whole when it is back
    }
}
