namespace RtcHub.Chaos.Logs;

/// <summary>A stay of a session in a topic, as its client knows it for certain: from an answer until it says it leaves.</summary>
internal sealed class Stay(string topic, TimeSpan from)
{
    public string Topic => topic;

    public TimeSpan From => from;

    public TimeSpan? To { get; set; }

    /// <summary>Whether the session was in all the time between, and for some time around.</summary>
    public bool Covers(string name, TimeSpan begin, TimeSpan end) => topic == name && from <= begin && (To is null || To >= end);
}

/// <summary>How a session ended.</summary>
internal enum Ending
{
    /// <summary>Its client said <c>Bye</c>.</summary>
    Bye,

    /// <summary>Its client vanished without a word, and never came back to it.</summary>
    Abandoned,

    /// <summary>The service said <c>session_gone</c>.</summary>
    Gone,
}

/// <summary>What one session of one client saw and did. Entries are taken out when they are checked; the rest stays.</summary>
internal sealed class SessionLog(string client, string peerId, TimeSpan beganAt)
{
    private readonly Lock _gate = new();
    private readonly List<Stay> _stays = [];
    private readonly List<TopicLeaving> _leaves = [];
    private readonly List<SubscribeFailed> _failures = [];
    private List<Entry> _entries = [];

    public string Client => client;

    public string PeerId => peerId;

    public TimeSpan BeganAt => beganAt;

    /// <summary>When the last answered call was sent: the session was alive then.</summary>
    public TimeSpan LastSignOfLife { get; private set; }

    /// <summary>When its client began to end it.</summary>
    public TimeSpan? EndingSince { get; private set; }

    public TimeSpan? EndedAt { get; private set; }

    public Ending? Ending { get; private set; }

    public Stay[] Stays
    {
        get
        {
            lock (_gate)
                return [.. _stays];
        }
    }

    /// <summary>Whether its client had begun to leave the topic, or to end the session, by then.</summary>
    public bool HasBegunToLeave(string topic, TimeSpan at)
    {
        lock (_gate)
            return EndingSince <= at || _leaves.Exists(leaving => leaving.Topic == topic && leaving.At <= at);
    }

    /// <summary>Whether a <c>Subscribe</c> to the topic came to nothing in that time.</summary>
    public bool HasFailedToJoin(string topic, TimeSpan begin, TimeSpan end)
    {
        lock (_gate)
            return _failures.Exists(failure => failure.Topic == topic && failure.At >= begin && failure.At <= end);
    }

    public override string ToString() => $"{client} ({peerId[..Math.Min(8, peerId.Length)]})";

    public void Add(Entry entry)
    {
        lock (_gate)
        {
            _entries.Add(entry);
            switch (entry)
            {
                case CallAnswered call when call.SentAt > LastSignOfLife && IsSignOfLife(call):
                    LastSignOfLife = call.SentAt;
                    break;
                case SnapshotTaken snapshot when !_stays.Exists(stay => stay.Topic == snapshot.Topic && stay.To is null):
                    _stays.Add(new Stay(snapshot.Topic, snapshot.At));
                    break;
                case SubscribeFailed failure:
                    _failures.Add(failure);
                    break;
                case TopicLeaving leaving:
                    _leaves.Add(leaving);
                    foreach (var stay in _stays.Where(stay => stay.Topic == leaving.Topic && stay.To is null))
                        stay.To = leaving.At;
                    break;
            }
        }
    }

    /// <summary>The client says <c>Bye</c>, or is about to vanish.</summary>
    public void BeginEnd(TimeSpan at)
    {
        lock (_gate)
        {
            EndingSince ??= at;
            foreach (var stay in _stays)
                stay.To ??= at;
        }
    }

    public void End(TimeSpan at, Ending how)
    {
        BeginEnd(at);
        EndedAt = at;
        Ending = how;
    }

    private static bool IsSignOfLife(CallAnswered call) =>
        call.Method == "Resume" ? call.Code is "ok" or "gap" : call.Code != "session_gone";

    /// <summary>The entries since this was last asked.</summary>
    public Entry[] TakeEntries()
    {
        lock (_gate)
        {
            var taken = _entries.ToArray();
            _entries = [];
            return taken;
        }
    }
}
