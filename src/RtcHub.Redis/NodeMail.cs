using System.Collections.Concurrent;

namespace RtcHub.Redis;

/// <summary>What this node sends to the others, and gets from them, over one Redis server.</summary>
internal sealed class NodeMail(RedisServer server, RedisKeys keys, string nodeId, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, NodeLink> _links = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeStream> _streams = new(StringComparer.Ordinal);
    private readonly Lock _streamsGate = new();

    /// <summary>Sends a numbered message; <see cref="NodeLink.SendAsync"/> says what comes back.</summary>
    public ValueTask<SignalCode> SendAsync(string to, InboxMessage type, Action<InboxWriter> write) =>
        _links.GetOrAdd(to, CreateLink).SendAsync(type, write);

    /// <summary>As above, for a message whose fate nobody waits for.</summary>
    public void Send(string to, InboxMessage type, Action<InboxWriter> write) => _ = SendAsync(to, type, write).AsTask();

    /// <summary>Completes when a node has everything that was sent to it up to now.</summary>
    public Task WhenConfirmedAsync(string to) => _links.TryGetValue(to, out var link) ? link.WhenConfirmedAsync() : Task.CompletedTask;

    /// <summary>Publishes one message that may be lost; how many nodes heard it.</summary>
    /// <exception cref="RedisAwayException">It may have been sent or not.</exception>
    public Task<long> PublishAsync(string to, byte[] message) => server.PublishAsync(keys.Inbox(to), message);

    /// <summary>As above, and nobody minds if it is lost.</summary>
    public void Publish(string to, byte[] message) => _ = SwallowAsync(PublishAsync(to, message));

    /// <summary>
    /// Takes a message of a stream, or about one. <paramref name="hand"/> gets the numbered ones in order, with their
    /// sender. True when messages were lost for good.
    /// </summary>
    public bool Take(InboxReader message, Action<string, InboxReader> hand)
    {
        var (from, stream, number) = (message.ReadString(), message.Number(), message.Number());
        switch (message.Type)
        {
            case InboxMessage.Ack:
                _links.GetOrAdd(from, CreateLink).OnAck(stream, number);
                return false;
            case InboxMessage.Nack:
                _links.GetOrAdd(from, CreateLink).OnNack(stream, number);
                return false;
            case InboxMessage.Position:
                lock (_streamsGate)
                    StreamFrom(from).OnPosition(stream, number);
                return false;
            case InboxMessage.Skip:
                lock (_streamsGate)
                    return StreamFrom(from).OnSkip(stream, number, next => hand(from, next));
            default:
                lock (_streamsGate)
                    StreamFrom(from).Take(stream, number, message, next => hand(from, next));
                return false;
        }
    }

    /// <summary>Once a second: confirms what has come, and asks after what was not confirmed.</summary>
    public void Tick()
    {
        foreach (var link in _links.Values)
            link.Tick();
        lock (_streamsGate)
        {
            foreach (var stream in _streams.Values)
                stream.Tick();
        }
    }

    /// <summary>A node is no more: nothing is kept for it.</summary>
    public void Drop(string deadNode)
    {
        _links.TryRemove(deadNode, out _);
        server.Drop(keys.Inbox(deadNode));
        lock (_streamsGate)
            _streams.Remove(deadNode);
    }

    private NodeLink CreateLink(string to) => new(
        nodeId, message => server.PublishSoonAsync(keys.Inbox(to), message), message => PublishAsync(to, message));

    private NodeStream StreamFrom(string from)
    {
        if (!_streams.TryGetValue(from, out var stream))
            _streams[from] = stream = new NodeStream(nodeId, reply => Publish(from, reply), time);
        return stream;
    }

    private static async Task SwallowAsync(Task<long> publishing)
    {
        try
        {
            await publishing;
        }
        catch (RedisAwayException)
        {
            // it may be lost
        }
    }
}
