using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace RtcHub.Tests.Support;

/// <summary>
/// Knows what the tests' clients have said and been told (topics, descriptions, candidates, data, metadata, tickets,
/// tokens), and finds it where it must not be: in logs, traces and metrics.
/// </summary>
internal static class Canary
{
    private const int MinLength = 3;
    private const int MaxLength = 32;

    /// <summary>The latest: what a test says is looked for when it ends.</summary>
    private const int MaxSecrets = 2_000;

    /// <summary>What is said under these names is of SignalR, or "offer" and "answer", or "connected" and "failed".</summary>
    private static readonly HashSet<string> Harmless = ["target", "invocationId", "protocol", "error", "type", "outcome"];

    private static readonly ConcurrentDictionary<string, bool> Secrets = new(StringComparer.Ordinal);
    private static readonly ConcurrentQueue<string> InOrder = new();
    private static readonly ConcurrentQueue<string> Telemetry = new();

    static Canary()
    {
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = source => IsOfTheServer(source.Name),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Telemetry.Enqueue(
                $"{activity.DisplayName} {string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"))} "
                + string.Join(' ', activity.Events.SelectMany(each => each.Tags).Select(tag => $"{tag.Key}={tag.Value}"))),
        });

        var meters = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (IsOfTheServer(instrument.Meter.Name))
                    listener.EnableMeasurementEvents(instrument);
            },
        };
        meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        meters.Start();
    }

    /// <summary>The strings in a frame or a value: what a client sends, or is sent.</summary>
    public static void Keep(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var isHarmless = false;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.String && !isHarmless)
                    Keep(reader.GetString());
                isHarmless = reader.TokenType == JsonTokenType.PropertyName && Harmless.Contains(reader.GetString()!);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // not JSON, or half a surrogate pair: tests send that too
        }
    }

    /// <summary>The query of a client's address.</summary>
    public static void Keep(Uri url)
    {
        foreach (var value in QueryHelpers.ParseQuery(url.Query).Values.SelectMany(values => values))
            Keep(value);
    }

    public static void Keep(string? secret)
    {
        // Peer ids are public, and the log names sessions by them.
        if (secret is not { Length: >= MinLength } || Guid.TryParse(secret, out _))
            return;
        var kept = secret[..Math.Min(secret.Length, MaxLength)];
        if (Secrets.TryAdd(kept, true))
            InOrder.Enqueue(kept);
        if (InOrder.Count > MaxSecrets && InOrder.TryDequeue(out var oldest))
            Secrets.TryRemove(oldest, out _);
    }

    public static IEnumerable<string> TakeTelemetry()
    {
        while (Telemetry.TryDequeue(out var line))
            yield return line;
    }

    /// <summary>The lines that hold a secret as a word of its own, each with what it holds.</summary>
    public static IReadOnlyList<string> LeaksIn(IEnumerable<string> lines)
    {
        var leaks = new List<string>();
        var secrets = SearchValues.Create([.. Secrets.Keys], StringComparison.Ordinal);
        foreach (var line in lines.Where(line => line.AsSpan().ContainsAny(secrets)))
            leaks.AddRange(Secrets.Keys.Where(secret => HasWord(line, secret)).Select(secret => $"\"{secret}\" in: {line}"));
        return leaks;
    }

    private static bool HasWord(string line, string word)
    {
        for (var at = line.IndexOf(word, StringComparison.Ordinal); at >= 0; at = line.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if (word.Length == MaxLength || (!IsLetter(line, at - 1) && !IsLetter(line, at + word.Length)))
                return true;
        }

        return false;
    }

    private static bool IsLetter(string line, int at) => at >= 0 && at < line.Length && char.IsLetterOrDigit(line[at]);

    /// <summary>The tests' clients are in this process too.</summary>
    private static bool IsOfTheServer(string source) =>
        !source.StartsWith("System.Net.", StringComparison.Ordinal)
        && !source.StartsWith("Experimental.System.Net.", StringComparison.Ordinal)
        && source != "Microsoft.AspNetCore.SignalR.Client";

    private static void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = new StringBuilder(instrument.Name);
        foreach (var tag in tags)
            line.Append(' ').Append(tag.Key).Append('=').Append(tag.Value);
        Telemetry.Enqueue(line.ToString());
    }
}
