using System.Diagnostics;
using System.Globalization;

namespace RtcHub.Bench;

/// <summary>
/// Signals at full speed between pairs, mixed with joins, drops and resumes: does each receiver see each signal exactly
/// once and in order?
/// </summary>
internal static class OrderScenario
{
    public static async Task<int> RunAsync(int pairs, int signals, double dropsEach, int window, int seed)
    {
        await using var server = await ServerProcess.StartAsync(("RtcHub__CallsPerSecond", "0"));
        var perPeer = signals / pairs / 2;
        var peers = new List<Peer>();
        for (var pair = 0; pair < pairs; pair++)
        {
            var topic = $"pair-{pair}";
            var (a, b) = (new Peer(server.Url, topic, perPeer, window), new Peer(server.Url, topic, perPeer, window));
            await a.JoinAsync();
            await b.JoinAsync();
            a.SendTo(b);
            b.SendTo(a);
            peers.AddRange([a, b]);
        }

        Console.WriteLine($"{pairs} pairs, {perPeer * pairs * 2:N0} signals, about {dropsEach} drops a peer, seed {seed}");
        var watch = Stopwatch.StartNew();
        var random = new Random(seed);
        using var done = new CancellationTokenSource();
        var visitors = VisitAsync(server.Url, pairs, new Random(seed + 1), done.Token);
        await Task.WhenAll(peers.Select(peer => peer.RunAsync(dropsEach, new Random(random.Next()))));
        await Task.WhenAll(peers.Select(peer => peer.AllReceived.WaitAsync(TimeSpan.FromSeconds(30)))).ContinueWith(_ => { }, TaskScheduler.Default);
        watch.Stop();
        await done.CancelAsync();
        var visits = await visitors;

        var wrong = peers.Where(peer => peer.Fault is not null || peer.ReceivedCount != perPeer).ToList();
        foreach (var peer in wrong.Take(5))
            Console.WriteLine($"WRONG: {peer.Fault ?? $"received {peer.ReceivedCount} of {perPeer}"}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"received {peers.Sum(peer => peer.ReceivedCount):N0} of {signals:N0}; resumes {peers.Sum(peer => peer.Resumes)}, gaps {peers.Sum(peer => peer.Gaps)}, visits {visits}; {signals / watch.Elapsed.TotalSeconds:N0} signals/s; {wrong.Count} receivers wrong"));
        return wrong.Count == 0 ? 0 : 1;
    }

    /// <summary>Strangers join the pairs' topics and leave again, some with a goodbye, some without.</summary>
    private static async Task<int> VisitAsync(Uri url, int pairs, Random random, CancellationToken done)
    {
        var visits = 0;
        while (!done.IsCancellationRequested)
        {
            using var visitor = new LightClient(url, _ => { });
            await visitor.ConnectAsync();
            await visitor.InvokeAsync("Subscribe", LightClient.Quote($"pair-{random.Next(pairs)}"), "null");
            if (random.Next(2) == 0)
                await visitor.InvokeAsync("Bye");
            await visitor.DropAsync();
            visits++;
        }

        return visits;
    }

    private sealed class Peer : IDisposable
    {
        private readonly LightClient _client;
        private readonly string _topic;
        private readonly int _count;
        private readonly int _window;
        private readonly TaskCompletionSource _allReceived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Peer? _other;

        public Peer(Uri url, string topic, int count, int window)
        {
            _window = window;
            _topic = topic;
            _count = count;
            _client = new LightClient(url, OnReceived);
        }

        public int ReceivedCount { get; private set; }

        public int Resumes { get; private set; }

        public int Gaps { get; private set; }

        public string? Fault { get; private set; }

        public Task AllReceived => _allReceived.Task;

        public void Dispose() => _client.Dispose();

        public void SendTo(Peer other) => _other = other;

        public async Task JoinAsync()
        {
            await _client.ConnectAsync();
            await _client.InvokeAsync("Subscribe", LightClient.Quote(_topic), "null");
        }

        public async Task RunAsync(double drops, Random random)
        {
            var next = 1;
            while (next <= _count)
            {
                var until = drops > 0 && random.NextDouble() < drops / (drops + 1) ? next + random.Next((int)(_count / drops)) : _count + 1;
                var inFlight = new Queue<Task>();
                try
                {
                    for (; next <= _count && next < until; next++)
                    {
                        inFlight.Enqueue(SendAsync(next));
                        if (inFlight.Count >= _window)
                            await inFlight.Dequeue();
                    }

                    if (next > _count)
                    {
                        await Task.WhenAll(inFlight);
                        return;
                    }
                }
                catch (IOException)
                {
                    // lost; resumed below
                }

                await _client.DropAsync();
                await Task.WhenAll(inFlight).ContinueWith(_ => { }, TaskScheduler.Default);
                var answer = await _client.ResumeAsync();
                Resumes++;
                if (answer.GetProperty("code").GetString() != "ok")
                {
                    Gaps++;
                    Fault ??= $"resume answered {answer}";
                    return;
                }

                next = (int)answer.GetProperty("received").GetInt64() + 1;
            }
        }

        private async Task SendAsync(int number)
        {
            var answer = await _client.InvokeAsync(
                "SendCandidate",
                LightClient.Quote(_topic),
                LightClient.Quote(_other!._client.PeerId),
                $$"""{"candidate":"candidate:1 1 udp 2122260223 192.0.2.7 54321 typ host generation 0 ufrag abcd","sdpMid":"0","sdpMLineIndex":0,"number":{{number}}}""");
            if (answer.GetProperty("code").GetString() is not ("ok" or "queued"))
                Fault ??= $"signal {number} answered {answer}";
        }

        private void OnReceived(Received call)
        {
            if (call.Method != "Candidate")
                return;
            var number = call.Arguments[2].GetProperty("number").GetInt32();
            if (number != ReceivedCount + 1)
                Fault ??= $"got {number} after {ReceivedCount}";
            ReceivedCount++;
            if (ReceivedCount == _count)
                _allReceived.TrySetResult();
        }
    }
}
