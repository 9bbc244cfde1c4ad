using System.Buffers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace RtcHub.Tests.Support;

/// <summary>A WebSocket and nothing else: what it sends and gets are the bytes on the wire. It reads only when asked to.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1E;
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly ClientWebSocket _socket = new();
    private readonly ArrayBufferWriter<byte> _partial = new();
    private readonly Queue<string> _frames = new();
    private int _calls;

    /// <param name="url">The hub's.</param>
    /// <param name="receiveBuffer">How much the system takes for it, in bytes; by default as much as it likes.</param>
    /// <param name="firstFrames">What is sent together with the handshake, in one WebSocket message.</param>
    public static async Task<RawClient> ConnectAsync(Uri url, int? receiveBuffer, params string[] firstFrames)
    {
        Canary.Keep(url);
        var client = new RawClient();
        using var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellation) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                if (receiveBuffer is { } size)
                    socket.ReceiveBufferSize = size;
                await socket.ConnectAsync(context.DnsEndPoint, cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var invoker = new HttpMessageInvoker(handler);
        await client._socket.ConnectAsync(url, invoker, CancellationToken.None);
        await client.SendAsync(["""{"protocol":"json","version":1}""", .. firstFrames]);
        (await client.NextFrameAsync()).Should().Be("{}");
        return client;
    }

    /// <summary>Sends frames, each with its end mark, in one WebSocket message.</summary>
    public Task SendAsync(params string[] frames) =>
        SendBytesAsync(Encoding.UTF8.GetBytes(string.Concat(frames.Select(frame => frame + (char)RecordSeparator))));

    /// <summary>Sends part of, or a whole, WebSocket message.</summary>
    public async Task SendBytesAsync(
        ReadOnlyMemory<byte> bytes, WebSocketMessageType type = WebSocketMessageType.Text, bool endOfMessage = true)
    {
        foreach (var range in bytes.Span.Split(RecordSeparator))
            Canary.Keep(bytes.Span[range]);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _socket.SendAsync(bytes, type, endOfMessage, timeout.Token);
    }

    /// <summary>
    /// Calls with arguments given as JSON, and returns the answer's <c>result</c>. Calls of the service that come before
    /// it are dropped.
    /// </summary>
    public async Task<JsonElement> CallAsync(string method, params string[] arguments)
    {
        var id = $"call-{++_calls}";
        await SendAsync(Invocation(id, method, arguments));
        while (true)
        {
            var frame = JsonElement.Parse(await NextFrameAsync() ?? throw new InvalidOperationException("The connection is closed."));
            if (frame.GetProperty("type").GetInt32() == 3 && frame.GetProperty("invocationId").GetString() == id)
                return frame.GetProperty("result");
        }
    }

    public static string Invocation(string? id, string method, params string[] arguments) =>
        $$"""{"type":1,{{(id is null ? "" : $"\"invocationId\":\"{id}\",")}}"target":"{{method}}","arguments":[{{string.Join(',', arguments)}}]}""";

    /// <summary>The welcome, which must be the next frame.</summary>
    public async Task<JsonElement> WelcomeAsync()
    {
        var frame = JsonElement.Parse((await NextFrameAsync())!);
        frame.GetProperty("target").GetString().Should().Be("Welcome");
        return frame.GetProperty("arguments")[0];
    }

    /// <summary>The next frame as it came, without its end mark; pings are left out. Null when the connection is over.</summary>
    public async Task<string?> NextFrameAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (true)
        {
            while (_frames.Count == 0)
            {
                if (!await ReceiveAsync(timeout.Token))
                    return null;
            }

            if (_frames.Dequeue() is not """{"type":6}""" and var frame)
                return frame;
        }
    }

    /// <summary>Reads to the end of the connection.</summary>
    public async Task<IReadOnlyList<string>> ReadToEndAsync()
    {
        var frames = new List<string>();
        while (await NextFrameAsync() is { } frame)
            frames.Add(frame);
        return frames;
    }

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> ReceiveAsync(CancellationToken cancellation)
    {
        var buffer = new byte[4096];
        try
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(), cancellation);
            if (received.MessageType == WebSocketMessageType.Close)
                return false;
            Split(buffer.AsSpan(0, received.Count));
            return true;
        }
        catch (WebSocketException)
        {
            return false; // closed without a word
        }
    }

    private void Split(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (b == RecordSeparator)
            {
                _frames.Enqueue(StrictUtf8.GetString(_partial.WrittenSpan));
                _partial.ResetWrittenCount();
            }
            else
            {
                _partial.Write([b]);
            }
        }
    }
}
