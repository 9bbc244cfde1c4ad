using System.Net;
using System.Text;

namespace RtcHub.Bench;

/// <summary>What peers of every SignalR hub have in common: records in JSON, calls that are answered.</summary>
internal abstract class SignalRPeer(IPEndPoint server) : LoadPeer(server)
{
    private const byte RecordSeparator = 0x1E;
    private const int MaxRecordBytes = 4_096;
    private static readonly byte[] PingRecord = [.. """{"type":6}"""u8, RecordSeparator];

    private readonly Dictionary<string, byte[][]> _signals = []; // to whom, by kind
    private string? _signalTopic;
    private long _invocations;

    /// <summary>Whether a signal is a call that is answered, as <c>invoke()</c> of SignalR's clients makes it, or none, as <c>send()</c> does.</summary>
    public static bool AsksForAnswers { get; set; } = true;

    /// <summary>The topic that its signals are of.</summary>
    public string SignalTopic
    {
        get => _signalTopic ?? Topic;
        set
        {
            _signalTopic = value;
            _signals.Clear();
        }
    }

    public override void Send(SignalKind kind, string to)
    {
        if (!_signals.TryGetValue(to, out var signals))
        {
            _signals[to] = signals = [.. Enum.GetValues<SignalKind>().Select(each => Encoding.UTF8.GetBytes(
                $"\"target\":\"Send{each}\",\"arguments\":[\"{SignalTopic}\",\"{to}\",{SampleSignals.Json(each)}]}}\x1e"))];
        }

        Span<byte> record = stackalloc byte[MaxRecordBytes];
        Encoding.UTF8.TryGetBytes(AsksForAnswers ? $"{{\"type\":1,\"invocationId\":\"{++_invocations}\"," : "{\"type\":1,", record, out var length);
        signals[(int)kind].CopyTo(record[length..]);
        Write(record[..(length + signals[(int)kind].Length)]);
    }

    public override void KeepAlive() => Write(PingRecord);

    protected override void Greet() => Write(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\x1e"));

    protected override void Take(ReadOnlySpan<byte> message)
    {
        foreach (var range in message.Split(RecordSeparator))
        {
            var record = message[range];
            if (record.StartsWith("{\"type\":1,"u8))
                TakeCall(record["{\"type\":1,\"target\":\""u8.Length..], record);
            else if (record.StartsWith("{\"type\":3,"u8))
                TakeAnswer(record);
            else if (record.StartsWith("{}"u8))
                OnHandshake();
            else if (record.StartsWith("{\"type\":7"u8))
                Fault ??= Encoding.UTF8.GetString(record);
        }
    }

    /// <summary>Calls a method; its answer comes to <see cref="TakeAnswer"/>.</summary>
    protected void Invoke(string method, string arguments) => Write(Encoding.UTF8.GetBytes(
        $"{{\"type\":1,\"invocationId\":\"{++_invocations}\",\"target\":\"{method}\",\"arguments\":[{arguments}]}}\x1e"));

    /// <summary>The handshake is answered.</summary>
    protected virtual void OnHandshake()
    {
    }

    protected abstract void TakeAnswer(ReadOnlySpan<byte> record);

    /// <summary>Takes a call of the service.</summary>
    /// <param name="target">The record from its method's name on.</param>
    /// <param name="record">The whole.</param>
    protected virtual void TakeCall(ReadOnlySpan<byte> target, ReadOnlySpan<byte> record)
    {
        if (target.StartsWith("Candidate\""u8))
            Received(SignalKind.Candidate);
        else if (target.StartsWith("Offer\""u8))
            Received(SignalKind.Offer);
        else if (target.StartsWith("Answer\""u8))
            Received(SignalKind.Answer);
        else if (target.StartsWith("Message\""u8))
            Received(SignalKind.Message);
        else if (target.StartsWith("PeerJoined\""u8))
            Notified();
    }
}
