using System.Net;

namespace RtcHub.Bench;

/// <summary>A peer of some service, as far as a load needs one.</summary>
/// <param name="server">Where the service listens.</param>
internal abstract class LoadPeer(IPEndPoint server) : IDisposable
{
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebSocketConnection? _connection;

    /// <summary>Whom the others send to.</summary>
    public string Id { get; protected set; } = "";

    /// <summary>The address that it connects from: one has no more than some 28,000 ports.</summary>
    public IPAddress From { get; set; } = IPAddress.Loopback;

    /// <summary>Told of each signal that comes.</summary>
    public Action<SignalKind> Received { get; set; } = _ => { };

    /// <summary>Told each time that somebody else has come.</summary>
    public Action Notified { get; set; } = () => { };

    /// <summary>What went wrong, if anything did.</summary>
    public string? Fault { get; protected set; }

    /// <summary>Whether the service tells those present of a newcomer.</summary>
    public virtual bool IsNotified => true;

    /// <summary>Connects and enters a topic.</summary>
    public async Task JoinAsync(string topic)
    {
        _connection = await WebSocketConnection.OpenAsync(server, From, Path(topic), Take);
        Greet(topic);
        await _joined.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <summary>Sends a signal to another peer of the topic.</summary>
    public abstract void Send(SignalKind kind, LoadPeer to);

    /// <summary>Leaves, and waits until the service has closed the connection.</summary>
    public Task LeaveAsync()
    {
        SayGoodbye();
        return _connection!.CloseAsync();
    }

    /// <summary>Loses its connection without a word.</summary>
    public void Dispose() => _connection?.Dispose();

    /// <summary>Keeps the connection alive, as the service's own client does.</summary>
    public virtual void KeepAlive()
    {
    }

    /// <summary>The path and query to connect to.</summary>
    protected abstract string Path(string topic);

    /// <summary>The first messages after the upgrade.</summary>
    protected abstract void Greet(string topic);

    /// <summary>Handles a message of the service.</summary>
    protected abstract void Take(ReadOnlySpan<byte> message);

    /// <summary>The last message before the connection is closed.</summary>
    protected virtual void SayGoodbye()
    {
    }

    protected void Write(ReadOnlySpan<byte> text) => _connection!.Send(text);

    protected void OnJoined() => _joined.TrySetResult();
}
