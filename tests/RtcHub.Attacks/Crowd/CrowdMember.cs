using System.Net;
using System.Net.Sockets;
using RtcHub.Attacks.Fuzz;
using RtcHub.Attacks.Raw;

namespace RtcHub.Attacks.Crowd;

/// <summary>One of many in a topic: says nothing but that it is alive, and reads everything or nothing.</summary>
internal sealed class CrowdMember : IDisposable
{
    private const int SmallestReceiveBuffer = 4_096;

    private static readonly byte[] HubPing = WebSocketWriter.Hub("""{"type":6}""");

    private readonly RawConnection _connection;

    private CrowdMember(RawConnection connection) => _connection = connection;

    public bool IsCut { get; private set; }

    public static async Task<CrowdMember> JoinAsync(IPEndPoint server, string topic, bool reads)
    {
        var member = new CrowdMember(await RawConnection.OpenAsync(server, receiveBuffer: reads ? null : SmallestReceiveBuffer));
        await member._connection.SendAsync(RawConnection.UpgradeRequest($"/rtc?topic={topic}"));
        await member._connection.SendAsync(WebSocketWriter.Hub(Handshakes.Valid));
        if (reads)
            _ = member.ReadAsync();
        return member;
    }

    public async Task PingAsync()
    {
        try
        {
            if (!IsCut)
                await _connection.SendAsync(HubPing);
        }
        catch (SocketException)
        {
            IsCut = true;
        }
    }

    public void Dispose() => _connection.Dispose();

    private async Task ReadAsync()
    {
        var buffer = new byte[4_096];
        try
        {
            while (await _connection.ReceiveAsync(buffer) > 0)
            {
            }
        }
        catch (ObjectDisposedException)
        {
            // this run is over
        }

        IsCut = true;
    }
}
