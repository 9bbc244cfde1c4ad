using RtcHub.Chaos.Logs;
using RtcHub.Chaos.Promises;

namespace RtcHub.Chaos.SelfTest;

/// <summary>
/// Writes logs of a run that never was: Ada, Bob and Cleo on nodes 0, 1 and 2 meet in "tea" and keep every promise. A
/// case adds what should not be, or leaves out what should. Times are seconds.
/// </summary>
internal sealed class FabricatedRun
{
    public const string Tea = "tea";
    private const double CalmAt = 60;

    private readonly Checker _checker = new(new Limits(TimeSpan.FromSeconds(5)));
    private readonly List<(SessionLog Log, Entry Entry)> _entries = [];
    private double _calmAt = CalmAt;

    public FabricatedRun()
    {
        Ada = Begin("ada", node: 0, at: 1, version: 1);
        Bob = Begin("bob", node: 1, at: 2, version: 2, Ada);
        Cleo = Begin("cleo", node: 2, at: 3, version: 3, Ada, Bob);
        Joined(Ada, Bob, 2.01, version: 2);
        Joined(Ada, Cleo, 3.01, version: 3);
        Joined(Bob, Cleo, 3.01, version: 3);
    }

    public Journal Journal { get; } = new();

    public SessionLog Ada { get; }

    public SessionLog Bob { get; }

    public SessionLog Cleo { get; }

    public List<SessionLog> Living { get; } = [];

    /// <summary>What those who live say about themselves and how they are listed in the calm.</summary>
    public Dictionary<SessionLog, PeerView> Listed { get; } = [];

    public long Version { get; set; } = 3;

    public static TimeSpan S(double seconds) => TimeSpan.FromSeconds(seconds);

    public static PeerView View(SessionLog log, string state = "connected", string metadata = "null") => new(log.PeerId, state, metadata);

    public SessionLog Begin(string name, int node, double at, long version, params SessionLog[] others)
    {
        var log = Journal.Open(name, $"{name}-peer-id-{at}", S(at));
        Living.Add(log);
        Listed[log] = View(log);
        Note(log, new Attached(S(at), node));
        Note(log, new SnapshotTaken(S(at), Tea, version, [.. others.Select(other => View(other))]));
        return log;
    }

    public void Note(SessionLog log, Entry entry) => _entries.Add((log, entry));

    public void Joined(SessionLog observer, SessionLog peer, double at, long version) =>
        Note(observer, new RosterHeard(S(at), "PeerJoined", Tea, version, [View(peer)]));

    public void Left(SessionLog observer, SessionLog peer, double at, long version, string reason) =>
        Note(observer, new RosterHeard(S(at), "PeerLeft", Tea, version, [new PeerView(peer.PeerId, "", "")], reason));

    public void Call(SessionLog log, double at, string method = "GetIceServers", string code = "ok", double took = 0.01, int node = 0) =>
        Note(log, new CallAnswered(S(at + took), S(at), node, method, code));

    public Message Say(SessionLog from, SessionLog to, double at, string? code = "ok") => Say(from, to.PeerId, at, code);

    public Message Say(SessionLog from, string to, double at, string? code = "ok", params SessionLog[] audience)
    {
        var message = Journal.Write(from, "SendMessage", Tea, to, S(at));
        message.FirstSentAt = S(at);
        message.Attempts = 1;
        message.Audience = [.. audience.Select(peer => peer.PeerId)];
        if (code is not null)
            (message.Code, message.AnsweredAt) = (code, S(at + 0.01));
        return message;
    }

    public void Hear(SessionLog log, Message message, double at, string method = "Message", string topic = Tea, string? from = null, bool isIntact = true) =>
        Note(log, new MessageHeard(S(at), method, topic, from ?? message.Sender.PeerId, message.Number, isIntact));

    public FaultRecord Fault(FaultKind kind, int node, double from, double to)
    {
        var fault = Journal.Begin(kind, node, S(from));
        fault.To = S(to);
        return fault;
    }

    public void Resume(SessionLog log, double down, double at, string code, int node, Loss why = Loss.Dropped, long received = 0, long answered = 0, long sent = 0)
    {
        Note(log, new Detached(S(down), node, why));
        Note(log, new ResumeAnswered(S(at), node, code, S(down), S(down)) { Received = received, Answered = answered, Sent = sent });
        if (code == "session_gone")
            return;
        Note(log, new Attached(S(at), node));
        Note(log, new WelcomedBack(S(at), log.PeerId, [Tea]));
        if (code == "gap")
            Note(log, new RosterHeard(S(at + 0.01), "Roster", Tea, Version, [.. Living.Where(peer => peer != log).Select(peer => View(peer))]));
    }

    /// <summary>Leaves the topic, and joins it again.</summary>
    public void GoAndComeBack(SessionLog log, double left, double back)
    {
        SessionLog[] others = [.. Living.Where(other => other != log)];
        Note(log, new TopicLeaving(S(left), Tea));
        Note(log, new TopicLeft(S(left), Tea));
        foreach (var observer in others)
        {
            Left(observer, log, left, Version + 1, "left");
            Joined(observer, log, back, Version + 2);
        }

        Version += 2;
        Note(log, new SnapshotTaken(S(back), Tea, Version, [.. others.Select(other => View(other))]));
    }

    /// <summary>Its client vanishes, and the others are told in time or not.</summary>
    public void Vanish(SessionLog log, double at, double toldAt, string reason = "timeout")
    {
        foreach (var observer in Living.Where(other => other != log))
        {
            Note(observer, new RosterHeard(S(at + 0.1), "PeerUpdated", Tea, Version + 1, [View(log, "interrupted")]));
            Left(observer, log, toldAt, Version + 2, reason);
        }

        Version += 2;
        End(log, at, Ending.Abandoned);
    }

    public void End(SessionLog log, double at, Ending how)
    {
        Living.Remove(log);
        log.End(S(at), how);
    }

    /// <summary>The calm after it all: what is broken?</summary>
    public Broken[] Check()
    {
        foreach (var log in Living)
        {
            Call(log, _calmAt - 1);
            PeerView[] listed = [.. Listed.Where(peer => peer.Key != log && (Living.Contains(peer.Key) || peer.Key.EndedAt is null)).Select(peer => peer.Value)];
            Note(log, new SnapshotTaken(S(_calmAt), Tea, Version, listed) { Living = Living.ToDictionary(peer => peer.PeerId, _ => "null") });
        }

        foreach (var (log, entry) in _entries.OrderBy(entry => entry.Entry.At))
            log.Add(entry);
        foreach (var (log, _) in _entries)
        {
            if (log.EndedAt is { } ended)
                log.BeginEnd(ended); // its stays, which are known by now
        }

        _entries.Clear();
        var now = _calmAt + 1;
        _calmAt += CalmAt;
        return _checker.Check(Journal, S(now), TimeSpan.Zero).Broken;
    }
}
