using System.Diagnostics;
using RtcHub.Bench;

namespace RtcHub.Attacks.Honest;

/// <summary>Says numbered messages to everyone in its topic, and checks that it hears all of its companions' in order.</summary>
internal sealed class HonestPeer : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Conversation _conversation;
    private readonly LightClient _client;
    private readonly Dictionary<string, int> _heard = []; // from each companion: how many

    public HonestPeer(Uri url, Conversation conversation)
    {
        _conversation = conversation;
        _client = new LightClient(url, Hear);
    }

    public string PeerId => _client.PeerId;

    public int Said { get; private set; }

    /// <summary>How many joined after it.</summary>
    public int Joined { get; private set; }

    public bool IsConnected => !_client.Reading.IsCompleted;

    public async Task JoinAsync(string metadata)
    {
        await _client.ConnectAsync().WaitAsync(Patience);
        var answer = await _client.InvokeAsync("Subscribe", LightClient.Quote(_conversation.Topic), $$"""{"metadata":{{metadata}}}""").WaitAsync(Patience);
        if (answer.GetProperty("code").GetString() is not "ok" and var code)
            _conversation.Report($"an honest peer's Subscribe was answered {code}");
    }

    public void Expect(IEnumerable<HonestPeer> companions)
    {
        lock (_heard)
        {
            foreach (var companion in companions.Where(companion => companion != this))
                _heard.Add(companion.PeerId, 0);
        }
    }

    public async Task SayAsync(string filler)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var answer = await _client.InvokeAsync(
                "SendMessage",
                LightClient.Quote(_conversation.Topic),
                "\"*\"",
                $$"""{"n":{{Said++}},"sentAt":{{began}},"filler":"{{filler}}"}""").WaitAsync(Patience);
            if (answer.GetProperty("code").GetString() is not "ok" and var code)
                _conversation.Report($"an honest peer's message {Said - 1} was answered {code}");
        }
        catch (Exception e) when (e is TimeoutException or IOException or System.Net.WebSockets.WebSocketException)
        {
            _conversation.Report($"an honest peer's message {Said - 1} was not answered: {e.Message}");
        }

        _conversation.Calls.Add(Stopwatch.GetElapsedTime(began));
    }

    public bool HasHeardAllOf(HonestPeer companion)
    {
        lock (_heard)
            return companion == this || _heard[companion.PeerId] == companion.Said;
    }

    public string WhatItHeardOf(HonestPeer companion)
    {
        lock (_heard)
            return $"{_heard[companion.PeerId]} of {companion.Said} messages";
    }

    public void Dispose() => _client.Dispose();

    private void Hear(Received call)
    {
        if (call.Method == "PeerJoined")
            Joined++;
        if (call.Method != "Message" || call.Arguments[0].GetString() != _conversation.Topic)
            return;

        lock (_heard)
        {
            if (!_heard.TryGetValue(call.Arguments[1].GetString()!, out var expected))
                return; // an attacker's
            var number = call.Arguments[2].GetProperty("n").GetInt32();
            if (number != expected)
                _conversation.Report($"an honest peer heard message {number} where {expected} was next");
            _heard[call.Arguments[1].GetString()!] = number + 1;
        }

        _conversation.Deliveries.Add(Stopwatch.GetElapsedTime(call.Arguments[2].GetProperty("sentAt").GetInt64()));
    }
}
