using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace RtcHub.Chaos.Logs;

/// <summary>Everything that the run knows: all sessions, messages, faults and phases. Thread-safe.</summary>
internal sealed class Journal
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, SessionLog> _sessions = new(StringComparer.Ordinal);
    private readonly List<FaultRecord> _faults = [];
    private readonly List<(TimeSpan At, string Name)> _phases = [];
    private readonly List<WatchedLink> _watched = [];
    private readonly List<Broken> _seen = [];
    private List<Message> _messages = [];
    private long _number;
    private long _unfinishedArrival = TimeSpan.MinValue.Ticks;

    public ICollection<SessionLog> Sessions => _sessions.Values;

    public FaultRecord[] Faults => Copy(_faults);

    public WatchedLink[] Watched => Copy(_watched);

    /// <summary>What was seen to be broken at once, without looking at the logs as a whole.</summary>
    public Broken[] Seen => Copy(_seen);

    /// <summary>
    /// When a connection that subscribes while connecting last failed before its <c>Welcome</c>: it may have left a
    /// session behind that no client knows of.
    /// </summary>
    public TimeSpan LastUnfinishedArrival => new(Interlocked.Read(ref _unfinishedArrival));

    public SessionLog Open(string client, string peerId, TimeSpan at) =>
        _sessions.GetOrAdd(peerId, id => new SessionLog(client, id, at));

    public bool TryFind(string peerId, [NotNullWhen(true)] out SessionLog? session) => _sessions.TryGetValue(peerId, out session);

    /// <summary>Numbers grow in the order in which one session's messages are made.</summary>
    public Message Write(SessionLog sender, string method, string topic, string to, TimeSpan at)
    {
        lock (_gate)
        {
            var message = new Message(++_number, sender, method, topic, to, at);
            _messages.Add(message);
            return message;
        }
    }

    public Message[] TakeMessages()
    {
        lock (_gate)
        {
            var taken = _messages.ToArray();
            _messages = [];
            return taken;
        }
    }

    public WatchedLink Watch(SessionLog session, int node, TimeSpan since, Loss why)
    {
        var watched = new WatchedLink(session, node, since, why);
        lock (_gate)
            _watched.Add(watched);
        return watched;
    }

    public FaultRecord Begin(FaultKind kind, int node, TimeSpan at)
    {
        var fault = new FaultRecord(kind, node, at);
        lock (_gate)
            _faults.Add(fault);
        return fault;
    }

    public void BeginPhase(string name, TimeSpan at)
    {
        lock (_gate)
            _phases.Add((at, name));
    }

    public string PhaseAt(TimeSpan at)
    {
        lock (_gate)
            return _phases.FindLast(phase => phase.At <= at).Name ?? "start";
    }

    public void Report(Broken broken)
    {
        lock (_gate)
            _seen.Add(broken);
    }

    public void NoteUnfinishedArrival(TimeSpan at) => Interlocked.Exchange(ref _unfinishedArrival, at.Ticks);

    private T[] Copy<T>(List<T> list)
    {
        lock (_gate)
            return [.. list];
    }
}
