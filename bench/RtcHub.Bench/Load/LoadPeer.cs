using System.Net;

namespace RtcHub.Bench;

/// <summary>A peer of some service, as far as a load needs one.</summary>
/// <param name="server">Where the service listens.</param>
internal abstract class LoadPeer(IPEndPoint server) : IDisposable
{
    /// <summary>A receiver that stands for all others of the topic.</summary>
    public const string Everyone = "*";

    private TaskCompletionSource _entered = new();
    private WebSocketConnection? _connection;

    /// <summary>Whom the others send to.</summary>
    public string Id { get; protected set; } = "";

    /// <summary>The address that it connects from: one has no more than some 28,000 ports.</summary>
    public IPAddress? From { get; set; }

    /// <summary>Told of each signal that comes.</summary>
    public Action<SignalKind> Received { get; set; } = _ => { };

    /// <summary>Told each time that somebody else has come.</summary>
    public Action Notified { get; set; } = () => { };

    /// <summary>What went wrong, if anything did.</summary>
    public string? Fault { get; protected set; }

    /// <summary>What its present connection has brought, in bytes of the WebSocket.</summary>
    public long BytesReceived => _connection!.BytesReceived;

    /// <summary>The topic that it is in.</summary>
    protected string Topic { get; private set; } = "";

    /// <summary>Connects and enters a topic.</summary>
    public Task JoinAsync(string topic)
    {
        Topic = topic;
        return ConnectAsync();
    }

    /// <summary>Connects again, and is back in its topic, as far as the service knows how to.</summary>
    public virtual Task ReturnAsync() => ConnectAsync();

    /// <summary>Sends a signal to another peer of the topic, or to <see cref="Everyone"/>.</summary>
    public abstract void Send(SignalKind kind, string to);

    /// <summary>Leaves, and waits until the service has closed the connection.</summary>
    /// <exception cref="InvalidOperationException">Something went wrong on the way.</exception>
    public async Task LeaveAsync()
    {
        if (Fault is not null)
            throw new InvalidOperationException(Fault);
        SayGoodbye();
        await _connection!.CloseAsync().OrGiveUpAsync(() => "the end of a connection");
    }

    /// <summary>Loses its connection without a word.</summary>
    public void Dispose() => _connection?.Dispose();

    /// <summary>Keeps the connection alive, as the service's own client does.</summary>
    public virtual void KeepAlive()
    {
    }

    /// <summary>The path and query to connect to.</summary>
    protected abstract string Path();

    /// <summary>The first messages after the upgrade.</summary>
    protected abstract void Greet();

    /// <summary>Handles a message of the service.</summary>
    protected abstract void Take(ReadOnlySpan<byte> message);

    /// <summary>The last message before the connection is closed.</summary>
    protected virtual void SayGoodbye()
    {
    }

    protected void Write(ReadOnlySpan<byte> text) => _connection!.Send(text);

    /// <summary>It is in its topic.</summary>
    protected void OnEntered() => _entered.TrySetResult();

    private async Task ConnectAsync()
    {
        _entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var opening = WebSocketConnection.OpenAsync(server, From, Path(), Take);
        await opening.OrGiveUpAsync(() => "a connection");
        _connection = await opening;
        Greet();
        await _entered.Task.OrGiveUpAsync(() => $"a topic to enter. {Fault}");
    }
}
