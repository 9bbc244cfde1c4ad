using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using RtcHub.Backplane;
using RtcHub.Sessions;
using RtcHub.Wire;

namespace RtcHub.Topics;

/// <summary>The topics that sessions of this node are in, and the inbox through which they hear from the backplane.</summary>
internal sealed class TopicDirectory(SignalingProtocol protocol) : INodeInbox
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, Topic> _topics = new(StringComparer.Ordinal);

    public bool TryFind(string name, [NotNullWhen(true)] out Topic? topic) => _topics.TryGetValue(name, out topic);

    /// <summary>The topic, kept for as long as a session has it open.</summary>
    public Topic Open(string name, Session session)
    {
        lock (_gate)
        {
            var topic = _topics.GetOrAdd(name, static (name, protocol) => new Topic(name, protocol), protocol);
            topic.Add(session);
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

    public void OnRosterEvent(RosterEvent change)
    {
        if (TryFind(change.Topic, out var topic))
            topic.Apply(change);
    }

    public void OnEnvelope(Envelope envelope)
    {
        if (!TryFind(envelope.Topic, out var topic))
            return;
        if (envelope.To == Envelope.Everyone)
            topic.Broadcast(envelope.From, protocol.Frame(envelope));
        else
            topic.Deliver(envelope.From, envelope.To, protocol.Frame(envelope));
    }
}
