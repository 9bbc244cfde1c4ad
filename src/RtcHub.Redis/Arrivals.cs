using RtcHub.Sessions;
using RtcHub.Topics;

namespace RtcHub.Redis;

/// <summary>Sessions that are on their way to this node. What reaches one here meanwhile waits in it.</summary>
internal sealed class Arrivals(SessionRegistry sessions, TopicDirectory topics, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Arrival> _arrivals = new(StringComparer.Ordinal);

    private sealed record Arrival(Session Session, long At)
    {
        public HashSet<string> Topics { get; } = new(StringComparer.Ordinal);
    }

    /// <summary>A roster has it on this node: others send to it here from now on.</summary>
    public void Expect(string peerId, long epoch, string topic)
    {
        lock (_gate)
        {
            if (sessions.TryFind(peerId, out var present) && present.Epoch >= epoch)
                return; // it is here already

            if (_arrivals.TryGetValue(peerId, out var arrival) && arrival.Session.Epoch != epoch)
            {
                Abandon(arrival);
                arrival = null;
            }

            if (arrival is null)
                _arrivals.Add(peerId, arrival = new Arrival(sessions.Expect(peerId, epoch), time.GetTimestamp()));
            if (arrival.Topics.Add(topic))
                topics.Open(topic, arrival.Session);
        }
    }

    /// <summary>It comes: <see langword="null"/> when it has come so late that it is, or will be, here in a later epoch.</summary>
    public Session? OnState(SessionState state)
    {
        lock (_gate)
        {
            _arrivals.TryGetValue(state.PeerId, out var arrival);
            if (arrival?.Session.Epoch > state.Epoch || (sessions.TryFind(state.PeerId, out var present) && present.Epoch >= state.Epoch))
                return null;

            _arrivals.Remove(state.PeerId);
            return sessions.Arrive(state, arrival?.Session, arrival?.Topics ?? []);
        }
    }

    /// <summary>It is taken without its old node.</summary>
    public void Abandon(string peerId)
    {
        lock (_gate)
        {
            if (_arrivals.TryGetValue(peerId, out var arrival))
                Abandon(arrival);
        }
    }

    /// <summary>Forgets those that never came.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            foreach (var arrival in _arrivals.Values.Where(arrival => time.GetElapsedTime(arrival.At) > Patience).ToArray())
                Abandon(arrival);
        }
    }

    private void Abandon(Arrival arrival)
    {
        _arrivals.Remove(arrival.Session.PeerId);
        sessions.Abandon(arrival.Session, arrival.Topics);
    }
}
