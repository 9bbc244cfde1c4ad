using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections.Features;

namespace RtcHub.Wire;

/// <summary>
/// A WebSocket as SignalR's hubs take connections. What a client sends is handled on the thread that received it, with no
/// queue between, and while nobody speaks no buffer is held.
/// </summary>
/// <remarks>Not disposed of: the hub may abort it late, on the thread pool, and that would find its token gone and end the process.</remarks>
internal sealed class SignalingConnection : DefaultConnectionContext, IHttpContextFeature, IConnectionHeartbeatFeature
{
    private readonly WebSocket _socket;
    private readonly Pipe _received;
    private readonly List<(Action<object> Action, object State)> _heartbeats = [];
    private ValueTask<bool>? _ahead; // a receive that the last turn has begun

    /// <param name="http">The request that was upgraded.</param>
    /// <param name="socket">What came of it.</param>
    /// <param name="limit">How much may gather each way before whoever writes waits.</param>
    /// <param name="sendTimeout">How long one write may take.</param>
    /// <param name="time">The clock.</param>
    public SignalingConnection(HttpContext http, WebSocket socket, int limit, TimeSpan sendTimeout, TimeProvider time)
        : base(http.Connection.Id)
    {
        _socket = socket;
        _received = new Pipe(new PipeOptions(
            pauseWriterThreshold: limit,
            resumeWriterThreshold: limit / 2,
            readerScheduler: PipeScheduler.Inline,
            writerScheduler: PipeScheduler.Inline,
            useSynchronizationContext: false));
        Sent = new TransportWriter(socket, limit, sendTimeout, time, http.Abort);
        Transport = new Duplex(_received.Reader, Sent);
        User = http.User;
        HttpContext = http;
        Features.Set<IHttpContextFeature>(this);
        Features.Set<IConnectionHeartbeatFeature>(this);
    }

    public HttpContext? HttpContext { get; set; }

    /// <summary>What the hub writes.</summary>
    public TransportWriter Sent { get; }

    public void OnHeartbeat(Action<object> action, object state)
    {
        lock (_heartbeats)
            _heartbeats.Add((action, state));
    }

    /// <summary>Lets the hub look whether it should say something, or has heard nothing for too long.</summary>
    public void Beat()
    {
        lock (_heartbeats)
        {
            foreach (var (action, state) in _heartbeats)
                action(state);
        }
    }

    /// <summary>Hands to the hub what the client sends, until it closes the connection, is lost, or the hub wants no more.</summary>
    public async Task ReceiveAsync()
    {
        try
        {
            while (await (_ahead ?? ReceiveSomeAsync()) && !(await HandleTurn()).IsCompleted)
            {
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // lost
        }
        finally
        {
            await _received.Writer.CompleteAsync();
        }
    }

    /// <summary>The hub is done: what still comes is for nobody.</summary>
    public ValueTask StopReceivingAsync() => _received.Reader.CompleteAsync();

    /// <summary>One turn: what was received, and all that is here by then.</summary>
    private ValueTask<FlushResult> HandleTurn()
    {
        using var turn = Cork.Open();
        while (true)
        {
            _ahead = null;
            var handling = _received.Writer.FlushAsync();
            if (!handling.IsCompletedSuccessfully)
                return handling;
            var handled = handling.Result;
            if (handled.IsCompleted)
                return new(handled);

            var ahead = ReceiveSomeAsync();
            if (!ahead.IsCompletedSuccessfully)
            {
                _ahead = ahead;
                return new(handled);
            }

            if (ahead.Result)
                continue;
            _ahead = new(false);
            return new(handled);
        }
    }

    /// <summary>True when something came, false when the client closes the connection.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReceiveSomeAsync()
    {
        var arrival = await _socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None); // no buffer is held meanwhile
        if (arrival.MessageType == WebSocketMessageType.Close)
            return false;
        var received = await _socket.ReceiveAsync(_received.Writer.GetMemory(), CancellationToken.None);
        _received.Writer.Advance(received.Count);
        return received.MessageType != WebSocketMessageType.Close;
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
