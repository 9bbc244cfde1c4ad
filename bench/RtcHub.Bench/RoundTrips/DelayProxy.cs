using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace RtcHub.Bench;

/// <summary>
/// A long way to a service: what is sent arrives a fixed time later, in order, however much is under way. Connections are
/// accepted at once, so that TCP's own round trip is in no measure. Everything has a thread of its own: the thread pool and its
/// timers would be late, by milliseconds, and waiting those out would take a core from the browser.
/// </summary>
internal sealed class DelayProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _service;
    private readonly TimeSpan _delay;
    private readonly CancellationTokenSource _end = new();

    /// <param name="service">Where the way leads.</param>
    /// <param name="delay">How long it takes, each way.</param>
    public DelayProxy(IPEndPoint service, TimeSpan delay)
    {
        (_service, _delay) = (service, delay);
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where it begins.</summary>
    public Uri Url => new($"http://{_listener.LocalEndpoint}");

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = CarryAsync(await _listener.AcceptSocketAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // disposed of
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using (client)
        using (var service = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            service.Connect(_service);
            (client.NoDelay, service.NoDelay) = (true, true);
            await Task.WhenAny(OnThread(() => Carry(client, service)), OnThread(() => Carry(service, client)));
        }
    }

    private void Carry(Socket from, Socket to)
    {
        using var underWay = new BlockingCollection<(long Arrival, byte[] Bytes)>();
        var delivering = OnThread(() => Deliver(underWay, to));
        try
        {
            var buffer = new byte[65_536];
            while (from.Receive(buffer) is > 0 and var count)
                underWay.Add((TimeProvider.System.GetTimestamp() + (long)(_delay.TotalSeconds * TimeProvider.System.TimestampFrequency), buffer[..count]));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // lost
        }

        underWay.CompleteAdding();
        delivering.Wait();
    }

    private void Deliver(BlockingCollection<(long Arrival, byte[] Bytes)> underWay, Socket to)
    {
        try
        {
            foreach (var (arrival, bytes) in underWay.GetConsumingEnumerable())
            {
                WaitUntil(arrival);
                to.Send(bytes);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // lost
        }
    }

    private void WaitUntil(long arrival)
    {
        var left = TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), arrival);
        if (left > TimeSpan.Zero)
            _end.Token.WaitHandle.WaitOne(left); // in whole milliseconds
        var spin = new SpinWait();
        while (TimeProvider.System.GetTimestamp() < arrival)
            spin.SpinOnce(sleep1Threshold: -1);
    }

    private static Task OnThread(Action work) => Task.Factory.StartNew(work, TaskCreationOptions.LongRunning);
}
