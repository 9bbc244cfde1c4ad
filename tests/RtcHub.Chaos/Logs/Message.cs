namespace RtcHub.Chaos.Logs;

/// <summary>
/// One signal that a client made. Its number is its own in the whole run and is its payload, so that whoever gets it
/// can be asked: from whom, for whom, in which topic, how often. A repetition under a new number is another message.
/// </summary>
internal sealed class Message(long number, SessionLog sender, string method, string topic, string to, TimeSpan createdAt)
{
    private readonly TaskCompletionSource<string?> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public const string Everyone = "*";

    public long Number => number;

    public SessionLog Sender => sender;

    /// <summary>The method that its sender calls.</summary>
    public string Method => method;

    public string Topic => topic;

    public string To => to;

    public TimeSpan CreatedAt => createdAt;

    /// <summary>When it was first written to a connection; null when it never was.</summary>
    public TimeSpan? FirstSentAt { get; set; }

    /// <summary>How often it was written to a connection.</summary>
    public int Attempts { get; set; }

    /// <summary>The answer; null when none came. Then it may have been delivered or not.</summary>
    public string? Code { get; set; }

    public TimeSpan? AnsweredAt { get; set; }

    /// <summary>For <see cref="Everyone"/>: who was in the topic as far as the sender knew when it sent.</summary>
    public string[] Audience { get; set; } = [];

    /// <summary>Whether its client was away by its own will while it waited: its time says nothing of the service.</summary>
    public bool WasHeldByItsClient { get; set; }

    public bool IsAccepted => Code is "ok" or "queued";

    public bool IsRefused => Code is not null && !IsAccepted;

    /// <summary>The method that its receiver is called with.</summary>
    public string CalledMethod => method["Send".Length..];

    /// <summary>Completes with the code, or null when it will never be answered.</summary>
    public Task<string?> Settled => _settled.Task;

    public void Settle() => _settled.TrySetResult(Code);

    public string Payload => PayloadOf(number);

    /// <summary>A JSON object of a length of its own, which must come out as it went in.</summary>
    public static string PayloadOf(long number) => $$"""{"n":{{number}}, "pad":"{{new string('x', (int)(number * 37 % 200))}}"}""";
}
