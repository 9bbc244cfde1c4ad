using System.Diagnostics.CodeAnalysis;

namespace RtcHub.Topics;

/// <summary>
/// Who is in a topic, in joining order, and how often that has changed. The backplane's copy is the truth, a node's
/// copy a replica that follows its events. Not thread-safe.
/// </summary>
internal sealed class Roster
{
    private readonly OrderedDictionary<string, Member> _members = new(StringComparer.Ordinal);

    public Roster()
    {
    }

    public Roster(RosterSnapshot snapshot)
    {
        foreach (var member in snapshot.Members)
            _members.Add(member.PeerId, member);
        Version = snapshot.Version;
    }

    /// <summary>Grows by one with each change.</summary>
    public long Version { get; private set; }

    public int Count => _members.Count;

    public IEnumerable<Member> Members => _members.Values;

    public bool Contains(string peerId) => _members.ContainsKey(peerId);

    public bool TryGet(string peerId, [NotNullWhen(true)] out Member? member) => _members.TryGetValue(peerId, out member);

    public RosterSnapshot Snapshot() => new([.. _members.Values], Version);

    public void Apply(RosterEventKind kind, Member member, long version)
    {
        if (kind == RosterEventKind.Left)
            _members.Remove(member.PeerId);
        else
            _members[member.PeerId] = member;
        Version = version;
    }
}
