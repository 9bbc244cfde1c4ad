using RtcHub.Chaos.Logs;

namespace RtcHub.Attacks.Honest;

/// <summary>Peers that do nothing wrong, talking to each other at a steady rate while the service is under attack.</summary>
internal sealed class Conversation(string topic, double messagesPerSecond, int bytes) : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly List<HonestPeer> _peers = [];
    private Task _talking = Task.CompletedTask;
    private string? _wrong;

    public string Topic => topic;

    public IReadOnlyList<HonestPeer> Peers => _peers;

    /// <summary>From a call to its answer.</summary>
    public Latencies Calls { get; } = new();

    /// <summary>From one peer to each other.</summary>
    public Latencies Deliveries { get; } = new();

    /// <summary>How many others the first peer was told of.</summary>
    public int Joined => _peers[0].Joined;

    /// <summary>The longest time that this program itself was late: nothing it measures then is the service's fault.</summary>
    public TimeSpan Standstill { get; private set; }

    public static async Task<Conversation> StartAsync(
        Uri url, string topic, int peers, double messagesPerSecond, int bytes, string metadata = "{}")
    {
        var conversation = new Conversation(topic, messagesPerSecond, bytes);
        for (var i = 0; i < peers; i++)
        {
            var peer = new HonestPeer(url, conversation);
            conversation._peers.Add(peer);
            await peer.JoinAsync(metadata);
        }

        foreach (var peer in conversation._peers)
            peer.Expect(conversation._peers);
        conversation._talking = Task.WhenAll(conversation._peers.Select(conversation.TalkAsync));
        return conversation;
    }

    /// <summary>The first thing that was wrong is what counts.</summary>
    public void Report(string wrong) => Interlocked.CompareExchange(ref _wrong, wrong, null);

    /// <summary>Falls silent, waits for what is on its way; null, or what was wrong.</summary>
    public async Task<string?> EndAsync()
    {
        await _over.CancelAsync();
        await _talking;
        for (var since = Clock.Now; FindSilence() is { } silence; await Clock.Delay(TimeSpan.FromMilliseconds(50)))
        {
            if (Clock.Now - since > TimeSpan.FromSeconds(5))
            {
                Report(silence);
                break;
            }
        }

        if (_peers.Exists(peer => !peer.IsConnected))
            Report("an honest peer lost its connection");
        return _wrong;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _talking;
        _peers.ForEach(peer => peer.Dispose());
        _over.Dispose();
    }

    private string? FindSilence()
    {
        foreach (var listener in _peers)
        {
            if (_peers.Find(speaker => !listener.HasHeardAllOf(speaker)) is { } speaker)
                return $"an honest peer heard {listener.WhatItHeardOf(speaker)}";
        }

        return null;
    }

    private async Task TalkAsync(HonestPeer peer, int index)
    {
        if (messagesPerSecond == 0)
            return;

        var period = TimeSpan.FromSeconds(1 / messagesPerSecond);
        var filler = new string('x', Math.Max(0, bytes - 60));
        var due = Clock.Now + (period * index / _peers.Count);
        while (peer.IsConnected)
        {
            await Clock.Delay(due - Clock.Now, _over.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            if (_over.IsCancellationRequested)
                return;
            if (Clock.Now - due is var late && late > Standstill)
                Standstill = late;
            await peer.SayAsync(filler);
            due = Clock.Now > due + period ? Clock.Now : due + period;
        }
    }
}
