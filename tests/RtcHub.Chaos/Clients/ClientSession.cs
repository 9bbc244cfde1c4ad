using System.Text.Json;
using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Clients;

/// <summary>What a client keeps of its session while connections come and go. Used under the client's lock.</summary>
internal sealed class ClientSession(SessionLog log, string ticket, OutgoingSignals signals)
{
    public SessionLog Log => log;

    public string PeerId => log.PeerId;

    public string Ticket { get; set; } = ticket;

    /// <summary>How many calls of the service it has handled, as <c>Resume</c> wants to know.</summary>
    public long Handled { get; private set; }

    public OutgoingSignals Signals => signals;

    /// <summary>The topics it is in, with their rosters.</summary>
    public Dictionary<string, RosterModel> Rosters { get; } = new(StringComparer.Ordinal);

    /// <summary>Topics that it asked to join or to leave without hearing what became of it.</summary>
    public HashSet<string> Uncertain { get; } = new(StringComparer.Ordinal);

    /// <summary>Since when it has no connection.</summary>
    public TimeSpan? DownSince { get; set; }

    /// <summary>One counted call of the service.</summary>
    public void Handle(string method, JsonElement arguments, TimeSpan at)
    {
        Handled++;
        var entry = Events.Read(method, arguments, at);
        log.Add(entry);
        if (entry is RosterHeard change && Rosters.TryGetValue(change.Topic, out var roster))
            roster.Apply(change);
    }

    /// <summary>A roster that came as an answer.</summary>
    public void TakeSnapshot(JsonElement subscription, TimeSpan at, IReadOnlyDictionary<string, string>? living = null)
    {
        var topic = subscription.GetProperty("topic").GetString()!;
        var peers = PeerView.ListFrom(subscription.GetProperty("peers"));
        var version = subscription.GetProperty("version").GetInt64();
        log.Add(new SnapshotTaken(at, topic, version, peers) { Living = living });
        if (!Rosters.TryGetValue(topic, out var roster))
            Rosters.Add(topic, roster = new RosterModel());
        roster.Replace(peers, version);
    }

    /// <summary>Resumed with a gap: counts begin anew, and rosters are to come.</summary>
    public void BeginAnew()
    {
        Handled = 0;
        foreach (var roster in Rosters.Values)
            roster.Forget();
        signals.BeginAnew();
    }

    /// <summary>Whom it believes to be in a topic.</summary>
    public string[] PeersIn(string topic) => Rosters.TryGetValue(topic, out var roster) && roster.IsKnown ? [.. roster.Peers.Keys] : [];
}
