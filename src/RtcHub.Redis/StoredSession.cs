using RtcHub.Sessions;
using StackExchange.Redis;

namespace RtcHub.Redis;

/// <summary>A session as Redis has it (<see cref="RedisKeys.Session"/>).</summary>
internal sealed record StoredSession(string NodeId, long Epoch, byte[] TicketKey, long Confirmed, string[] Topics)
{
    private const string TopicPrefix = "t:";

    /// <summary>Whether a ticket may be this session's. Its node knows for certain; when that died, this is all there is.</summary>
    public bool MayAccept(ResumeTicket ticket) => Tickets.IsGood(ticket, TicketKey, Confirmed, issued: null);

    public Tickets TicketsFor(string peerId) => new(peerId, TicketKey, Confirmed, issued: null);

    /// <summary><see langword="null"/> when there is none.</summary>
    public static StoredSession? Parse(HashEntry[] fields)
    {
        var values = fields.ToDictionary(field => (string)field.Name!, field => field.Value, StringComparer.Ordinal);
        if (!values.TryGetValue("node", out var node) || !values.TryGetValue("key", out var key))
            return null;
        var topics = values.Keys.Where(name => name.StartsWith(TopicPrefix, StringComparison.Ordinal)).Select(name => name[TopicPrefix.Length..]);
        return new StoredSession((string)node!, (long)values["epoch"], (byte[])key!, (long)values["confirmed"], [.. topics]);
    }
}
