using System.Globalization;
using RtcHub.Chaos.Logs;
using RtcHub.Chaos.Promises;

namespace RtcHub.Chaos;

/// <summary>Writes down what led to a broken promise: the logs of those concerned, in the order of time.</summary>
internal static class Story
{
    public static void Write(string file, Journal journal, Round round, Broken broken)
    {
        var entries = round.Sessions.Where(session => broken.Who.Contains(session.Log))
            .SelectMany(session => session.Entries.Select(entry => (entry.At, Line: $"{session.Log} {Text(entry)}")));
        var messages = round.Messages.Where(message => broken.Who.Contains(message.Sender))
            .Select(message => (At: message.FirstSentAt ?? message.CreatedAt, Line: $"{message.Sender} sent {message.Number} {message.Method} to {message.To} in {message.Topic}, {message.Attempts} times, answered {message.Code ?? "nothing"} at {message.AnsweredAt?.TotalSeconds:0.000}"));
        var faults = round.Faults.Select(fault => (At: fault.From, Line: $"FAULT {fault.Kind} {fault.Node} until {fault.To?.TotalSeconds:0.000}"));

        var lines = entries.Concat(messages).Concat(faults).OrderBy(entry => entry.At)
            .Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.At.TotalSeconds,9:0.000} {entry.Line}"));
        var sessions = broken.Who.Select(log => string.Create(
            CultureInfo.InvariantCulture,
            $"{log.Client} {log.PeerId} began at {log.BeganAt.TotalSeconds:0.000}, last answered call sent at {log.LastSignOfLife.TotalSeconds:0.000}, {(log.EndedAt is { } ended ? $"ended at {ended.TotalSeconds:0.000} ({log.Ending})" : "lives")}"));
        File.WriteAllLines(file, [$"{broken.Promise}: {broken.What}", $"at {broken.At.TotalSeconds:0.000} in {journal.PhaseAt(broken.At)}", .. sessions, .. lines]);
    }

    private static string Text(Entry entry) => entry switch
    {
        RosterHeard heard => $"{heard.Method} {heard.Topic} version {heard.Version} {heard.Reason} {string.Join(", ", heard.Peers.Select(peer => $"{peer.PeerId} {peer.State} {peer.Metadata}"))}",
        SnapshotTaken snapshot => $"Snapshot {snapshot.Topic} version {snapshot.Version} {string.Join(", ", snapshot.Peers.Select(peer => $"{peer.PeerId} {peer.State} {peer.Metadata}"))}",
        WelcomedBack welcome => $"WelcomedBack {string.Join(", ", welcome.Topics)}",
        _ => entry.ToString(),
    };
}
