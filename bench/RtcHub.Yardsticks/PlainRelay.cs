using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;

namespace RtcHub.Yardsticks;

/// <summary>A relay on Kestrel's WebSockets and nothing else: it reads whom a message is for and passes the bytes on.</summary>
internal sealed class PlainRelay
{
    private readonly ConcurrentDictionary<string, Peer> _peers = new();
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, Peer>> _topics = new();

    public async Task RunAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var peer = new Peer(Guid.NewGuid().ToString(), socket);
        _peers[peer.Id] = peer;
        var topic = _topics.GetOrAdd(context.Request.Query["topic"].ToString(), _ => new());
        topic[peer.Id] = peer;
        await peer.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { type = "Welcome", id = peer.Id }));
        var joined = JsonSerializer.SerializeToUtf8Bytes(new { type = "Joined", id = peer.Id });
        foreach (var other in topic.Values.Where(other => other != peer))
            await other.SendAsync(joined);

        try
        {
            await RelayAsync(peer, socket, topic);
        }
        finally
        {
            _peers.TryRemove(peer.Id, out _);
            topic.TryRemove(peer.Id, out _);
            if (topic.IsEmpty)
                _topics.TryRemove(context.Request.Query["topic"].ToString(), out _);
            if (socket.State == WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
    }

    private async Task RelayAsync(Peer sender, WebSocket socket, ConcurrentDictionary<string, Peer> topic)
    {
        var buffer = new byte[4_096];
        var length = 0;
        while (true)
        {
            if (length == buffer.Length)
                Array.Resize(ref buffer, 2 * buffer.Length);
            var read = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
            if (read.MessageType == WebSocketMessageType.Close)
                return;
            length += read.Count;
            if (!read.EndOfMessage)
                continue;
            var to = ReadReceiver(buffer.AsSpan(0, length)) ?? "";
            if (_peers.TryGetValue(to, out var receiver))
                await receiver.SendAsync(buffer.AsMemory(0, length));
            else if (to == "*")
                await Task.WhenAll(topic.Values.Where(peer => peer != sender).Select(peer => peer.SendAsync(buffer.AsMemory(0, length))));
            length = 0;
        }
    }

    private static string? ReadReceiver(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isReceiver = reader.ValueTextEquals("to"u8);
            reader.Read();
            if (isReceiver)
                return reader.GetString();
            reader.Skip();
        }

        return null;
    }

    private sealed class Peer(string id, WebSocket socket) : IDisposable
    {
        private readonly SemaphoreSlim _sending = new(1);

        public string Id => id;

        public void Dispose() => _sending.Dispose();

        public async Task SendAsync(ReadOnlyMemory<byte> message)
        {
            await _sending.WaitAsync();
            try
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
            finally
            {
                _sending.Release();
            }
        }
    }
}
