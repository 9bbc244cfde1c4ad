using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Clients;

/// <summary>What a client keeps of its session while connections come and go.</summary>
internal sealed class ClientSession(SessionLog log, string ticket)
{
    public SessionLog Log => log;

    public string PeerId => log.PeerId;

    public string Ticket { get; set; } = ticket;

    /// <summary>How many calls of the service it has handled, as <c>Resume</c> wants to know.</summary>
    public long Handled { get; set; }

    public SendQueue Sends { get; } = new();

    /// <summary>What waits for a connection.</summary>
    public Queue<Message> Unsent { get; } = new();

    /// <summary>The topics it is in, with their rosters.</summary>
    public Dictionary<string, RosterModel> Rosters { get; } = new(StringComparer.Ordinal);

    /// <summary>Topics that it asked to join or to leave without hearing what became of it.</summary>
    public HashSet<string> Uncertain { get; } = new(StringComparer.Ordinal);

    /// <summary>Since when it has no connection.</summary>
    public TimeSpan? DownSince { get; set; }
}
