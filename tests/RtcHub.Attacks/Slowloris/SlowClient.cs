using System.Net;
using System.Net.Sockets;
using RtcHub.Attacks.Raw;
using RtcHub.Chaos.Logs;

namespace RtcHub.Attacks.Slowloris;

/// <summary>A connection of one kind.</summary>
internal sealed class SlowClient(SlowKind kind, IPEndPoint server)
{
    /// <summary>How long after it became slow it was cut; null when it was not within that time.</summary>
    public async Task<TimeSpan?> UntilCutAsync(TimeSpan within)
    {
        using var connection = await RawConnection.OpenAsync(server, receiveBuffer: kind.ReceiveBuffer);
        await kind.Begin(connection);
        using var over = new CancellationTokenSource();
        var since = Clock.Now;
        var dripping = kind.Drip is null ? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, over.Token) : DripAsync(connection, kind.Drip, over.Token);
        var ended = kind.Reads ? ReadAsync(connection, over.Token) : dripping;
        var isCut = await Task.WhenAny(ended, Clock.Delay(within)) == ended;
        var took = Clock.Now - since;

        await over.CancelAsync();
        await Task.WhenAll(ended, dripping).ContinueWith(_ => { }, TaskScheduler.Default);
        return isCut ? took : null;
    }

    private static async Task ReadAsync(RawConnection connection, CancellationToken over)
    {
        var buffer = new byte[16_384];
        while (await connection.ReceiveAsync(buffer, over) > 0)
        {
        }
    }

    private async Task DripAsync(RawConnection connection, Func<int, ReadOnlyMemory<byte>> next, CancellationToken over)
    {
        try
        {
            for (var i = 0; ; i++)
            {
                await connection.SendAsync(next(i), over);
                await Clock.Delay(kind.Pace, over);
            }
        }
        catch (SocketException)
        {
            // cut
        }
    }
}
