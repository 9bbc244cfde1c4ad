using System.Net;
using System.Text;
using System.Text.Json;

namespace RtcHub.Bench;

/// <summary>A peer of RtcHub, which names its topic in the address, as RtcHub's client does.</summary>
internal sealed class RtcHubPeer(IPEndPoint server) : SignalRPeer(server)
{
    private string? _ticket;
    private long _handled; // calls of the service, as a resume counts them
    private bool _isReturning;
    private Action? _onAnswer;

    /// <summary>Takes up its session on another connection.</summary>
    public override Task ReturnAsync()
    {
        _isReturning = true;
        return base.ReturnAsync();
    }

    /// <summary>Enters one more topic.</summary>
    public async Task EnterAsync(string topic)
    {
        var entered = new TaskCompletionSource();
        _onAnswer = entered.SetResult;
        Invoke("Subscribe", $"\"{topic}\",null");
        await entered.Task.OrGiveUpAsync(() => $"a further topic. {Fault}");
    }

    protected override string Path() => _isReturning ? "/rtc" : $"/rtc?topic={Topic}";

    protected override void SayGoodbye() => Invoke("Bye", "");

    protected override void TakeAnswer(ReadOnlySpan<byte> record)
    {
        if (record.IndexOf("\"code\":\"ok\""u8) < 0)
            Fault ??= Encoding.UTF8.GetString(record);
        Interlocked.Exchange(ref _onAnswer, null)?.Invoke();
    }

    protected override void TakeCall(ReadOnlySpan<byte> target, ReadOnlySpan<byte> record)
    {
        if (target.StartsWith("Welcome\""u8))
        {
            Welcome(record);
            return;
        }

        if (!target.StartsWith("GoAway\""u8))
            _handled++;
        base.TakeCall(target, record);
    }

    private void Welcome(ReadOnlySpan<byte> record)
    {
        if (_isReturning)
        {
            _isReturning = false;
            _onAnswer = OnEntered;
            Invoke("Resume", $"\"{_ticket}\",{_handled}");
            return;
        }

        var welcome = JsonElement.Parse(record).GetProperty("arguments")[0];
        Id = welcome.GetProperty("peerId").GetString()!;
        _ticket = welcome.GetProperty("resumeTicket").GetString()!;
        if (welcome.GetProperty("subscriptions").GetArrayLength() == 0)
            Fault ??= "It was not let into its topic.";
        OnEntered();
    }
}
