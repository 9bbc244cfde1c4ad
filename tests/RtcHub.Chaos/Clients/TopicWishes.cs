using System.Collections.Concurrent;
using System.Text.Json;
using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Clients;

/// <summary>
/// Where a client wants to be and what it wants to say about itself there, and the calls that bring that about. A call
/// that was refused, or lost its answer, is made again until there is nothing left to wish.
/// </summary>
internal sealed class TopicWishes(World world, SessionKeeper keeper, IReadOnlyList<string> topics)
{
    private readonly ConcurrentDictionary<string, TimeSpan> _absentUntil = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string Wanted, string Known)> _metadata = new(StringComparer.Ordinal);
    private string? _peerId; // whose metadata is known
    private int _edition;

    /// <summary>What it last said about itself in a topic, as far as it was answered.</summary>
    public string MetadataIn(string topic) => _metadata.TryGetValue(topic, out var metadata) ? metadata.Known : "null";

    /// <summary>Whether this is the session that everything here is about.</summary>
    public bool IsAbout(string? peerId) => peerId == _peerId;

    /// <summary>A new session: nothing of what was said about the one before is known of it.</summary>
    public void BeginAnew(string peerId)
    {
        _peerId = peerId;
        foreach (var topic in topics)
            _metadata[topic] = (WantedMetadata(topic), "null");
    }

    public void StayAway(string topic, TimeSpan until) => _absentUntil[topic] = until;

    public void ChangeMetadata(string topic) => _metadata[topic] = (NewMetadata(), MetadataIn(topic));

    /// <summary>The next call that brings it where it wants to be, or null when it is there.</summary>
    public (string Method, string Topic)? Next(ClientSession? session)
    {
        foreach (var topic in session is null ? [] : topics)
        {
            var wanted = world.IsCalm || _absentUntil.GetValueOrDefault(topic) <= Clock.Now;
            var isIn = session!.Rosters.ContainsKey(topic);
            if (wanted && !isIn)
                return ("Subscribe", topic);
            if (!wanted && (isIn || session.Uncertain.Contains(topic)))
                return ("Unsubscribe", topic);
            if (isIn && _metadata.TryGetValue(topic, out var metadata) && metadata.Wanted != metadata.Known)
                return ("UpdateMetadata", topic);
        }

        return null;
    }

    /// <summary>Makes that call; whether it was answered with ok.</summary>
    public async Task<bool> FollowAsync(string method, string topic)
    {
        var metadata = WantedMetadata(topic);
        var answer = method switch
        {
            "Subscribe" => await SubscribeAsync(topic, metadata),
            "Unsubscribe" => await UnsubscribeAsync(topic),
            _ => await UpdateMetadataAsync(topic, metadata),
        };
        return answer is { Code: "ok" };
    }

    /// <summary>Asks afresh who is in its topics; false when there was no answer.</summary>
    public async Task<bool> TakeSnapshotsAsync(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> living)
    {
        foreach (var topic in topics)
        {
            var answer = await keeper.CallAsync("Subscribe", $"{Quote(topic)},null", (session, given) =>
            {
                if (given is { Code: "ok" } ok)
                    session.TakeSnapshot(ok.Result.GetProperty("subscription"), ok.At, living[topic]);
            });
            if (answer is not { Code: "ok" })
                return false;
        }

        return true;
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private string NewMetadata() => $$"""{"edition":{{Interlocked.Increment(ref _edition)}}}""";

    private string WantedMetadata(string topic) => _metadata.TryGetValue(topic, out var metadata) ? metadata.Wanted : "null";

    private Task<Answer?> SubscribeAsync(string topic, string metadata)
    {
        var options = metadata == "null" ? "null" : $$"""{"metadata":{{metadata}}}""";
        return keeper.CallAsync("Subscribe", $"{Quote(topic)},{options}", (session, answer) =>
        {
            if (answer is not { Code: "ok" } ok)
            {
                session.Uncertain.Add(topic);
                session.Log.Add(new SubscribeFailed(Clock.Now, topic));
                return;
            }

            // One that was in already keeps what it said before, whatever that was; so it says something new.
            _metadata[topic] = session.Uncertain.Remove(topic) ? (NewMetadata(), "?") : (WantedMetadata(topic), metadata);
            session.TakeSnapshot(ok.Result.GetProperty("subscription"), ok.At);
        });
    }

    private Task<Answer?> UnsubscribeAsync(string topic)
    {
        keeper.Look(session =>
        {
            session?.Log.Add(new TopicLeaving(Clock.Now, topic));
            session?.Rosters.Remove(topic);
            return session?.Uncertain.Add(topic);
        });
        return keeper.CallAsync("Unsubscribe", Quote(topic), (session, answer) =>
        {
            if (answer is not { Code: "ok" } ok)
                return;
            session.Uncertain.Remove(topic);
            session.Log.Add(new TopicLeft(ok.At, topic));
        });
    }

    private Task<Answer?> UpdateMetadataAsync(string topic, string metadata)
    {
        keeper.Look(session =>
        {
            session?.Log.Add(new OwnChange(Clock.Now, topic));
            return true;
        });
        return keeper.CallAsync("UpdateMetadata", $"{Quote(topic)},{metadata}", (_, answer) =>
        {
            if (answer is { Code: "ok" })
                _metadata[topic] = (WantedMetadata(topic), metadata);
        });
    }
}
