using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Clients;

/// <summary>
/// One client with a will of its own: talks, changes its metadata, loses its connection, leaves, comes back. A steady
/// one only talks. What the contract asks of it is <see cref="SessionKeeper"/>'s.
/// </summary>
internal sealed class Client
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    private readonly World _world;
    private readonly int _index;
    private readonly string[] _topics;
    private readonly bool _isSteady;
    private readonly Random _random;
    private readonly List<(TimeSpan Due, Message Message)> _again = [];
    private readonly TopicWishes _wishes;
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _nextTalk;
    private TimeSpan _nextTry;

    public Client(World world, int index, string[] topics, bool isSteady, int seed)
    {
        (_world, _index, _topics, _isSteady, _random) = (world, index, topics, isSteady, new Random(seed));
        Name = $"c{index}";
        Keeper = new SessionKeeper(Name, world.Journal, new Random(seed + 1), Wake, SayAgain);
        _wishes = new TopicWishes(world, Keeper, topics);
    }

    public string Name { get; }

    public SessionKeeper Keeper { get; }

    public IReadOnlyList<string> Topics => _topics;

    /// <summary>Why it can't be counted on in a calm, or null when it can: it is up, where it wants to be, and waits for nothing.</summary>
    public string? Unsettled
    {
        get
        {
            if (!Keeper.HasLink)
                return "no connection";
            if (Keeper.MoveAt is not null)
                return "about to move";
            if (!_wishes.IsAbout(Keeper.PeerId))
                return "has just begun";
            if (!Keeper.IsQuiet)
                return "calls without an answer";
            lock (_again)
            {
                if (_again.Count > 0)
                    return "messages to say again";
            }

            return Keeper.Look(session => session is null ? "no session" : _wishes.Next(session) is { } next ? $"wants to {next.Method} {next.Topic}" : null);
        }
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                if (Keeper.Session is null)
                    await ArriveAsync(cancellation);
                else if (!Keeper.HasLink)
                    await ReturnAsync(cancellation);
                else if (Keeper.MoveAt is { } due && due <= Clock.Now)
                    await MoveAsync(cancellation);
                else if (Keeper.IsUp)
                    await LiveAsync(cancellation);

                await PauseAsync(cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>What it last said about itself in a topic, as far as it was answered.</summary>
    public string MetadataIn(string topic) => _wishes.MetadataIn(topic);

    /// <summary>Asks afresh who is in its topics; false when there was no answer.</summary>
    public Task<bool> TakeSnapshotsAsync(IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> living) =>
        _wishes.TakeSnapshotsAsync(living);

    private void Wake() => Volatile.Read(ref _wake).TrySetResult();

    private void SayAgain(Message message, TimeSpan after)
    {
        lock (_again)
            _again.Add((Clock.Now + after, message));
    }

    private async Task PauseAsync(CancellationToken cancellation)
    {
        var time = _world.IsCalm || !Keeper.IsUp ? TimeSpan.FromMilliseconds(100) : _nextTalk - Clock.Now;
        if (Keeper.MoveAt is { } due && due - Clock.Now < time)
            time = due - Clock.Now;
        await Task.WhenAny(_wake.Task, Clock.Delay(time, cancellation));
        if (_wake.Task.IsCompleted)
            Volatile.Write(ref _wake, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }

    private async Task ArriveAsync(CancellationToken cancellation)
    {
        for (var attempt = 0; Keeper.Session is null && !cancellation.IsCancellationRequested; attempt++)
        {
            Keeper.Asked = _random.Next(2) == 0 ? [] : _topics;
            var query = Keeper.Asked.Count == 0 ? "" : "?" + string.Join('&', _topics.Select(topic => "topic=" + Uri.EscapeDataString(topic)));
            if (await OpenAsync(attempt == 0 ? _index : _random.Next(1 << 20), query, isForResume: false, cancellation) is null)
            {
                if (query.Length > 0)
                    _world.Journal.NoteUnfinishedArrival(Clock.Now);
                await JitterAsync(attempt, cancellation);
            }
        }
    }

    private async Task ReturnAsync(CancellationToken cancellation)
    {
        var since = Clock.Now;
        for (var attempt = 0; Keeper is { Session: not null, HasLink: false } && !cancellation.IsCancellationRequested; attempt++)
        {
            var link = await OpenAsync(_random.Next(1 << 20), "", isForResume: true, cancellation);
            if (link is null || await Keeper.ResumeAsync(link, since, () => PatienceAt(link.Node)) is not ("ok" or "gap" or "session_gone"))
                await JitterAsync(attempt, cancellation);
        }
    }

    /// <summary>A new connection first; the old one is left when the new one has the session.</summary>
    private async Task MoveAsync(CancellationToken cancellation)
    {
        var since = Clock.Now;
        for (var attempt = 0; Keeper.HasLink && !cancellation.IsCancellationRequested; attempt++)
        {
            var link = await OpenAsync(_random.Next(1 << 20), "", isForResume: true, cancellation);
            if (link is not null && await Keeper.ResumeAsync(link, since, () => PatienceAt(link.Node)) is "ok" or "gap" or "session_gone")
                return;
            await JitterAsync(attempt, cancellation);
        }
    }

    /// <summary>Whoever is asked for a session may have to wait for the one who has it, but not for a node that stands still itself.</summary>
    private TimeSpan PatienceAt(int node) =>
        node < 0 || _world.Cluster.Nodes[node].IsReady ? World.PatienceForResume : _world.Patience;

    private async Task<Link?> OpenAsync(int preferred, string query, bool isForResume, CancellationToken cancellation)
    {
        var place = _world.Cluster.Choose(preferred, _random);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeout.CancelAfter(ConnectTimeout);
        try
        {
            return await Link.OpenAsync(new Uri(place.Url + query), place.Node, isForResume, Keeper, timeout.Token);
        }
        catch (Exception e) when (e is System.Net.WebSockets.WebSocketException or OperationCanceledException or IOException)
        {
            return null;
        }
    }

    /// <summary>From 250 ms up to 2 s, more with each attempt.</summary>
    private Task JitterAsync(int attempt, CancellationToken cancellation)
    {
        var most = Math.Min(2_000, 500 << Math.Min(attempt, 4));
        return Clock.Delay(TimeSpan.FromMilliseconds(_random.Next(250, most)), cancellation);
    }

    private async Task LiveAsync(CancellationToken cancellation)
    {
        var now = Clock.Now;
        if (Keeper.PeerId is { } peerId && !_wishes.IsAbout(peerId))
        {
            _wishes.BeginAnew(peerId);
            lock (_again)
                _again.Clear();
        }

        if (now >= _nextTry && Keeper.Look(_wishes.Next) is { } next && !await _wishes.FollowAsync(next.Method, next.Topic))
            _nextTry = Clock.Now + TimeSpan.FromMilliseconds(_random.Next(250, 750));

        RepeatWhatWasRefused(now);
        if (_world.IsCalm || now < _nextTalk)
            return;

        _nextTalk = now + (_world.Beat * (0.5 + _random.NextDouble()));
        Talk();
        if (!_isSteady)
            await ActAsync(cancellation);
    }

    private void RepeatWhatWasRefused(TimeSpan now)
    {
        Message[] due;
        lock (_again)
        {
            due = [.. _again.Where(entry => entry.Due <= now).Select(entry => entry.Message)];
            _again.RemoveAll(entry => entry.Due <= now);
        }

        foreach (var message in due)
        {
            if (message.To == Message.Everyone || KnownPeers(message.Topic).Contains(message.To))
                Keeper.Send(message.Method, message.Topic, message.To);
        }
    }

    private string[] KnownPeers(string topic) => Keeper.Look<string[]>(session => session?.PeersIn(topic) ?? []);

    private void Talk()
    {
        var topic = _topics[_random.Next(_topics.Length)];
        if (Keeper.Look(session => session is null || !session.Rosters.ContainsKey(topic)))
            return;

        var peers = KnownPeers(topic);
        var dice = _random.Next(100);
        if (dice < 15)
            Keeper.Send("SendMessage", topic, Message.Everyone);
        else if (dice < 17)
            Keeper.Send("SendMessage", topic, _world.Clients[_random.Next(_world.Clients.Count)].Keeper.PeerId ?? "nobody"); // often a peer of another topic
        else if (peers.Length > 0)
            Keeper.Send(dice < 60 ? "SendMessage" : dice < 90 ? "SendCandidate" : "SendOffer", topic, peers[_random.Next(peers.Length)]);
    }

    /// <summary>Now and then something else than talking, as often whatever the rate of talking is.</summary>
    private async Task ActAsync(CancellationToken cancellation)
    {
        var chance = _random.NextDouble() / _world.Beat.TotalSeconds;
        if ((chance -= 1 / 8.0) < 0)
        {
            _wishes.ChangeMetadata(_topics[_random.Next(_topics.Length)]);
        }
        else if ((chance -= 1 / 20.0) < 0)
        {
            Keeper.Drop();
            await Clock.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 1_500)), cancellation);
        }
        else if ((chance -= 1 / 40.0) < 0)
        {
            await MoveAsync(cancellation);
        }
        else if ((chance -= 1 / 40.0) < 0)
        {
            _wishes.StayAway(_topics[_random.Next(_topics.Length)], until: Clock.Now + TimeSpan.FromMilliseconds(_random.Next(500, 3_000)));
        }
        else if ((chance -= 1 / 50.0) < 0)
        {
            Keeper.BeginEnd();
            var answer = await Keeper.CallAsync("Bye", "", (_, _) => { });
            Keeper.End(answer is { Code: "ok" } ? Ending.Bye : Ending.Abandoned);
            await Clock.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 2_000)), cancellation);
        }
        else if (chance - (1 / 80.0) < 0)
        {
            Keeper.End(Ending.Abandoned);
            await Clock.Delay(TimeSpan.FromMilliseconds(_random.Next(0, 2_000)), cancellation);
        }
    }
}
