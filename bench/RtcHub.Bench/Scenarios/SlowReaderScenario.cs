using System.Diagnostics;
using System.Globalization;

namespace RtcHub.Bench;

/// <summary>One of a topic's peers stops reading: what do the others, and the server, notice of it?</summary>
internal sealed class SlowReaderScenario(int peers, double messagesPerSecond, int bytes, int seconds)
{
    private readonly List<double> _latencies = [];
    private readonly Stopwatch _sinceStop = new();
    private string _stoppedPeer = "";
    private TimeSpan? _cutAfter;

    public async Task<int> RunAsync()
    {
        await using var server = await ServerProcess.StartAsync();
        var clients = new List<LightClient>();
        for (var i = 0; i < peers; i++)
        {
            var client = new LightClient(server.Url, Note);
            await client.ConnectAsync();
            await client.InvokeAsync("Subscribe", LightClient.Quote("room"), "null");
            clients.Add(client);
        }

        Console.WriteLine($"{peers} peers, each {messagesPerSecond}/s of {bytes} bytes to everyone, {seconds} s a phase");
        var senders = clients[1..];
        Print("warm-up", await PhaseAsync(senders), server.Usage.ResidentMiB);
        var resident = server.Usage.ResidentMiB;
        var before = await PhaseAsync(senders);
        var grownBefore = server.Usage.ResidentMiB - resident;
        Print("all read", before, server.Usage.ResidentMiB);

        _stoppedPeer = clients[0].PeerId;
        clients[0].StopsReading = true;
        _sinceStop.Start();
        resident = server.Usage.ResidentMiB;
        var after = await PhaseAsync(senders);
        var grownAfter = server.Usage.ResidentMiB - resident;
        Print("one stopped", after, server.Usage.ResidentMiB);
        var cut = _cutAfter is { } time ? time.TotalSeconds.ToString("0.00 s", CultureInfo.InvariantCulture) : "never";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"cut after {cut}; p99 ratio {after.P99 / before.P99:0.00}; server grew {grownAfter:0.00} MiB, {grownBefore:0.00} MiB in the phase before"));
        return 0;
    }

    private void Note(Received call)
    {
        if (call.Method == "PeerUpdated" && call.Arguments[1].GetProperty("peerId").GetString() == _stoppedPeer)
            _cutAfter ??= _sinceStop.Elapsed;
        if (call.Method != "Message")
            return;
        var elapsed = Stopwatch.GetElapsedTime(call.Arguments[2].GetProperty("sentAt").GetInt64()).TotalMilliseconds;
        lock (_latencies)
            _latencies.Add(elapsed);
    }

    private async Task<(double P50, double P99, int Count)> PhaseAsync(List<LightClient> senders)
    {
        lock (_latencies)
            _latencies.Clear();
        var filler = new string('x', Math.Max(0, bytes - 40));
        await Task.WhenAll(senders.Select((sender, index) => SendAsync(sender, (double)index / senders.Count, filler)));
        lock (_latencies)
        {
            _latencies.Sort();
            return (_latencies[_latencies.Count / 2], _latencies[(int)(_latencies.Count * 0.99)], _latencies.Count);
        }
    }

    private async Task SendAsync(LightClient sender, double phase, string filler)
    {
        var started = Stopwatch.GetTimestamp();
        var period = TimeSpan.FromSeconds(1 / messagesPerSecond);
        for (var tick = 0; Stopwatch.GetElapsedTime(started).TotalSeconds < seconds; tick++)
        {
            var due = (period * (tick + phase)) - Stopwatch.GetElapsedTime(started);
            if (due > TimeSpan.Zero)
                await Task.Delay(due, TimeProvider.System);
            await sender.InvokeAsync(
                "SendMessage",
                "\"room\"",
                "\"*\"",
                $$"""{"sentAt":{{Stopwatch.GetTimestamp()}},"filler":"{{filler}}"}""");
        }
    }

    private static void Print(string phase, (double P50, double P99, int Count) result, double resident) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{phase,-12} {result.Count,9:N0} deliveries  p50 {result.P50:0.00} ms  p99 {result.P99:0.00} ms  server {resident:0.0} MiB"));
}
