namespace RtcHub.Chaos.Logs;

/// <summary>A topic's roster as a client builds it from what it is told. Not thread-safe.</summary>
internal sealed class RosterModel
{
    private readonly Dictionary<string, PeerView> _peers = new(StringComparer.Ordinal);

    /// <summary>False after a gap, until a roster comes, and while the answer to <c>Subscribe</c> was lost.</summary>
    public bool IsKnown { get; private set; }

    public long Version { get; private set; }

    public IReadOnlyDictionary<string, PeerView> Peers => _peers;

    public void Forget() => IsKnown = false;

    public void Replace(IEnumerable<PeerView> peers, long version)
    {
        _peers.Clear();
        foreach (var peer in peers)
            _peers[peer.PeerId] = peer;
        Version = version;
        IsKnown = true;
    }

    /// <summary>Follows one event; what is impossible about it, or null.</summary>
    public string? Apply(RosterHeard change)
    {
        if (change.Method == "Roster")
        {
            Replace(change.Peers, change.Version);
            return null;
        }

        if (!IsKnown || change.Peers.Length == 0)
            return null;

        Version = change.Version;
        var peer = change.Peers[0];
        var was = _peers.ContainsKey(peer.PeerId);
        if (change.Method == "PeerLeft")
        {
            _peers.Remove(peer.PeerId);
            return was ? null : "left a topic that it was not in";
        }

        _peers[peer.PeerId] = peer;
        return (change.Method, was) switch
        {
            ("PeerJoined", true) => "joined a topic that it was in",
            ("PeerUpdated", false) => "changed in a topic that it was not in",
            _ => null,
        };
    }
}
