using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace RtcHub.Bench;

/// <summary>
/// A long way to a service: what is sent arrives a fixed time later, in order, however much is under way. Connections are
/// accepted at once, so that TCP's own round trip is in no measure.
/// </summary>
internal sealed class DelayProxy : IDisposable
{
    /// <summary>A timer may be late by as much: what is left then is waited out on the processor.</summary>
    private static readonly TimeSpan TimerError = TimeSpan.FromMilliseconds(3);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _service;
    private readonly TimeSpan _delay;

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

    public void Dispose() => _listener.Dispose();

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
            await service.ConnectAsync(_service);
            (client.NoDelay, service.NoDelay) = (true, true);
            await Task.WhenAny(CarryAsync(client, service), CarryAsync(service, client));
        }
    }

    private async Task CarryAsync(Socket from, Socket to)
    {
        var underWay = Channel.CreateUnbounded<(long Arrival, byte[] Bytes)>();
        var delivering = DeliverAsync(underWay.Reader, to);
        try
        {
            var buffer = new byte[65_536];
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
                underWay.Writer.TryWrite((TimeProvider.System.GetTimestamp() + (long)(_delay.TotalSeconds * TimeProvider.System.TimestampFrequency), buffer[..count]));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // lost
        }

        underWay.Writer.Complete();
        await delivering;
    }

    private static async Task DeliverAsync(ChannelReader<(long Arrival, byte[] Bytes)> underWay, Socket to)
    {
        try
        {
            await foreach (var (arrival, bytes) in underWay.ReadAllAsync())
            {
                var left = TimeProvider.System.GetElapsedTime(TimeProvider.System.GetTimestamp(), arrival);
                if (left > TimerError)
                    await Pause.For(left - TimerError);
                var spin = new SpinWait();
                while (TimeProvider.System.GetTimestamp() < arrival)
                    spin.SpinOnce(sleep1Threshold: -1);
                await to.SendAsync(bytes);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // lost
        }
    }
}
