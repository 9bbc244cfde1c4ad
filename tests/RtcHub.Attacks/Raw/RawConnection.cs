using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RtcHub.Attacks.Raw;

/// <summary>A TCP connection whose bytes are the attacker's own. Disposed, it is reset, and leaves no trace on the machine.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private byte[] _unread = [];

    private RawConnection(Socket socket) => _socket = socket;

    /// <param name="server">The server.</param>
    /// <param name="from">A source address on loopback, so that ports do not run out; null: the system's choice.</param>
    /// <param name="receiveBuffer">What the system may take before the attacker reads.</param>
    public static async Task<RawConnection> OpenAsync(IPEndPoint server, IPAddress? from = null, int? receiveBuffer = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            LingerState = new LingerOption(enable: true, 0),
        };
        try
        {
            if (receiveBuffer is { } size)
                socket.ReceiveBufferSize = size;
            if (from is not null)
                socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(server);
            return new RawConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public static byte[] UpgradeRequest(string target) => Encoding.ASCII.GetBytes(
        $"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

    /// <summary>Asks for a WebSocket; the status of the answer, 0 when none came.</summary>
    public async Task<int> UpgradeAsync(string target)
    {
        await SendAsync(UpgradeRequest(target));
        var buffer = new byte[4_096];
        for (var length = 0; length < buffer.Length;)
        {
            var read = await ReceiveAsync(buffer.AsMemory(length));
            if (read == 0)
                return 0;
            length += read;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end < 0)
                continue;
            _unread = buffer[(end + 4)..length];
            return int.Parse(buffer.AsSpan("HTTP/1.1 ".Length, 3), CultureInfo.InvariantCulture);
        }

        return 0;
    }

    /// <exception cref="SocketException">The connection is over.</exception>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation = default)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes, cancellation)..];
    }

    /// <summary>How many bytes came; 0 when the server has ended the connection, however.</summary>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellation = default)
    {
        if (_unread.Length > 0)
        {
            var count = Math.Min(_unread.Length, buffer.Length);
            _unread.AsSpan(0, count).CopyTo(buffer.Span);
            _unread = _unread[count..];
            return count;
        }

        try
        {
            return await _socket.ReceiveAsync(buffer, cancellation);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    /// <summary>Says that nothing more comes from here.</summary>
    public void FinishSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // over already
        }
    }

    public void Dispose() => _socket.Dispose();
}
