using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace RtcHub.Bench;

/// <summary>Takes a text message of a connection.</summary>
internal delegate void MessageHandler(ReadOnlySpan<byte> message);

/// <summary>
/// The client's end of a WebSocket (RFC 6455), with as little between it and the socket as can be: a load generator that
/// costs more than the service measures itself. It trusts the service to speak the protocol.
/// </summary>
internal sealed class WebSocketConnection : IDisposable
{
    private const byte FinalText = 0x81;
    private const byte FinalClose = 0x88;
    private const byte FinalPong = 0x8A;
    private const byte FinalBit = 0x80;
    private const byte MaskBit = 0x80;
    private const byte PingOpcode = 0x9;
    private const byte CloseOpcode = 0x8;
    private const int MaxHeader = 14;
    private const uint Mask = 0x5A17C3E9; // any but 0, which servers need not take off

    private readonly Socket _socket;
    private readonly MessageHandler _handler;
    private readonly ArrayBufferWriter<byte> _fragments = new(); // of a message that is not whole yet
    private byte[] _received = new byte[2_048];
    private byte[] _sent = new byte[512];
    private int _length;

    private WebSocketConnection(Socket socket, MessageHandler handler) => (_socket, _handler) = (socket, handler);

    /// <summary>Ends when the connection does.</summary>
    public Task Reading { get; private set; } = Task.CompletedTask;

    /// <summary>How much has come after the upgrade.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>Connects, upgrades, and begins to read.</summary>
    public static async Task<WebSocketConnection> OpenAsync(IPEndPoint server, IPAddress? from, string path, MessageHandler handler)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (from is not null)
            socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(server);
        var connection = new WebSocketConnection(socket, handler);
        await connection.UpgradeAsync(server, path);
        connection.Reading = connection.ReadAsync();
        return connection;
    }

    /// <summary>Sends one text message. Blocks while the service does not read.</summary>
    public void Send(ReadOnlySpan<byte> text) => Send(FinalText, text);

    /// <summary>Says goodbye and waits until the service has closed the connection.</summary>
    public async Task CloseAsync()
    {
        Send(FinalClose, [0x03, 0xE8]);
        await Reading;
        _socket.Dispose();
    }

    /// <summary>Loses the connection without a word.</summary>
    public void Dispose() => _socket.Dispose();

    private async Task UpgradeAsync(IPEndPoint server, string path)
    {
        await _socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {server}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
        int end;
        while ((end = _received.AsSpan(0, _length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            var read = await _socket.ReceiveAsync(_received.AsMemory(_length));
            if (read == 0)
                throw new IOException("The service closed the connection instead of upgrading it.");
            _length += read;
        }

        if (!_received.AsSpan().StartsWith("HTTP/1.1 101"u8))
            throw new IOException($"The service answered {Encoding.ASCII.GetString(_received, 0, Math.Min(_length, 64))}");
        Consume(end + 4);
        BytesReceived = _length;
    }

    private async Task ReadAsync()
    {
        try
        {
            while (TakeFrames())
            {
                if (_length == _received.Length)
                    Array.Resize(ref _received, _received.Length * 2);
                var read = await _socket.ReceiveAsync(_received.AsMemory(_length));
                if (read == 0)
                    return;
                _length += read;
                BytesReceived += read;
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // lost
        }
    }

    /// <summary>Handles every frame that is whole. False when the service closes the connection.</summary>
    private bool TakeFrames()
    {
        var frames = _received.AsSpan(0, _length);
        while (frames.Length >= 2)
        {
            var (header, length) = (frames[1] & ~MaskBit) switch
            {
                126 when frames.Length >= 4 => (4, BinaryPrimitives.ReadUInt16BigEndian(frames[2..])),
                127 when frames.Length >= 10 => (10, (int)BinaryPrimitives.ReadUInt64BigEndian(frames[2..])),
                var small and < 126 => (2, small),
                _ => (MaxHeader, 0), // not whole
            };
            if (frames.Length < header + length)
                break;

            switch (frames[0] & 0xF)
            {
                case CloseOpcode:
                    return false;
                case PingOpcode:
                    Send(FinalPong, frames.Slice(header, length));
                    break;
                default:
                    TakeFragment(frames.Slice(header, length), isLast: (frames[0] & FinalBit) != 0);
                    break;
            }

            frames = frames[(header + length)..];
        }

        Consume(_length - frames.Length);
        return true;
    }

    /// <summary>Services send what is longer than their buffers in several frames.</summary>
    private void TakeFragment(ReadOnlySpan<byte> fragment, bool isLast)
    {
        if (isLast && _fragments.WrittenCount == 0)
        {
            _handler(fragment);
            return;
        }

        _fragments.Write(fragment);
        if (!isLast)
            return;
        _handler(_fragments.WrittenSpan);
        _fragments.ResetWrittenCount();
    }

    private void Consume(int count)
    {
        _received.AsSpan(count, _length - count).CopyTo(_received);
        _length -= count;
    }

    private void Send(byte first, ReadOnlySpan<byte> payload)
    {
        lock (_socket)
        {
            if (_sent.Length < payload.Length + MaxHeader)
                _sent = new byte[payload.Length + MaxHeader];
            var header = payload.Length switch { < 126 => 6, <= ushort.MaxValue => 8, _ => 14 };
            _sent[0] = first;
            _sent[1] = (byte)(MaskBit | header switch { 6 => payload.Length, 8 => 126, _ => 127 });
            if (header == 8)
                BinaryPrimitives.WriteUInt16BigEndian(_sent.AsSpan(2), (ushort)payload.Length);
            else if (header == 14)
                BinaryPrimitives.WriteUInt64BigEndian(_sent.AsSpan(2), (ulong)payload.Length);
            BinaryPrimitives.WriteUInt32LittleEndian(_sent.AsSpan(header - 4), Mask);

            var masked = _sent.AsSpan(header, payload.Length);
            payload.CopyTo(masked);
            foreach (ref var word in MemoryMarshal.Cast<byte, uint>(masked))
                word ^= Mask;
            for (var i = masked.Length & ~3; i < masked.Length; i++)
                masked[i] ^= (byte)(Mask >> (8 * (i & 3)));

            _socket.Send(_sent.AsSpan(0, header + payload.Length));
        }
    }
}
