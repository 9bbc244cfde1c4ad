using System.Buffers;
using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace RtcHub.Wire;

/// <summary>
/// A WebSocket as SignalR's hubs take connections. What a client sends is handled on the thread that received it, with no
/// queue between: signals at once where SignalR has nothing else to do for the client, all else by SignalR. While nobody
/// speaks no buffer is held.
/// </summary>
/// <remarks>Not disposed of: the hub may abort it late, on the thread pool, and that would find its token gone and end the process.</remarks>
internal sealed class SignalingConnection : DefaultConnectionContext, IHttpContextFeature, IConnectionHeartbeatFeature
{
    private const int MaxBuffer = 4_096;

    private readonly WebSocket _socket;
    private readonly Pipe _toHub;
    private readonly RtcHubOptions _options;
    private readonly TimeProvider _time;
    private readonly List<(Action<object> Action, object State)> _heartbeats = [];
    private DeadlineReader? _hub;
    private volatile SignalLane? _lane;
    private byte[] _received = [];
    private int _length; // of what is in there
    private long _handedOver; // to SignalR, in bytes
    private long _handedOverAt;
    private ValueTask<bool>? _ahead; // a receive that the last turn has begun

    /// <param name="http">The request that was upgraded.</param>
    /// <param name="socket">What came of it.</param>
    /// <param name="limit">How much may gather each way before whoever writes waits.</param>
    /// <param name="options">How long a write may take, and how long a message may be.</param>
    /// <param name="time">The clock.</param>
    public SignalingConnection(HttpContext http, WebSocket socket, int limit, RtcHubOptions options, TimeProvider time)
        : base(http.Connection.Id)
    {
        (_socket, _options, _time) = (socket, options, time);
        _toHub = new Pipe(new PipeOptions(
            pauseWriterThreshold: limit,
            resumeWriterThreshold: limit / 2,
            readerScheduler: PipeScheduler.Inline,
            writerScheduler: PipeScheduler.Inline,
            useSynchronizationContext: false));
        var stream = (http.Features.Get<IHttpUpgradeFeature>() as DeadlineUpgrade)?.Stream;
        Sent = new TransportWriter(socket, stream, limit, options.SlowConsumerTimeout, time, http.Abort);
        Transport = new Duplex(_toHub.Reader, Sent);
        User = http.User;
        HttpContext = http;
        Features.Set<IHttpContextFeature>(this);
        Features.Set<IConnectionHeartbeatFeature>(this);
        Features.Set(this);
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

    /// <summary>The hub reads what it is handed with this.</summary>
    public void ReadBy(DeadlineReader hub) => _hub = hub;

    /// <summary>The connection stands: signals need not go through the hub from now on.</summary>
    public void Open(SignalLane lane) => _lane = lane;

    /// <summary>Has what the client sends handled, until it closes the connection, is lost, or the hub wants no more.</summary>
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
            using var turn = Cork.Open();
            _toHub.Writer.Complete();
        }
    }

    /// <summary>The hub is done: what still comes is for nobody.</summary>
    public ValueTask StopReceivingAsync()
    {
        _lane = null;
        return _toHub.Reader.CompleteAsync();
    }

    /// <summary>One turn: what was received, and all that is here by then.</summary>
    private ValueTask<FlushResult> HandleTurn()
    {
        using var turn = Cork.Open();
        while (true)
        {
            _ahead = null;
            var handling = HandleReceived();
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
            _toHub.Writer.Complete(); // here, so that what is still answered and the end leave together
            return new(new FlushResult(isCanceled: false, isCompleted: true));
        }
    }

    private ValueTask<FlushResult> HandleReceived()
    {
        var input = new ReadOnlySequence<byte>(_received, 0, _length);
        if (IsHubIdle())
            _lane?.TryTake(ref input);
        foreach (var rest in input)
            _toHub.Writer.Write(rest.Span);

        ArrayPool<byte>.Shared.Return(_received);
        _received = [];
        if (input.IsEmpty)
            return default;
        _handedOver += input.Length;
        _handedOverAt = _time.GetTimestamp();
        return _toHub.Writer.FlushAsync();
    }

    /// <summary>
    /// Whether the hub has handled all that it was handed; what overtakes a call would be out of order. Now and then it must
    /// be handed something, or takes the client for lost.
    /// </summary>
    private bool IsHubIdle() => _hub?.Handled == _handedOver && _time.GetElapsedTime(_handedOverAt) < _options.ClientTimeout / 4;

    /// <summary>True when something came, false when the client closes the connection.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReceiveSomeAsync()
    {
        var arrival = await _socket.ReceiveAsync(Memory<byte>.Empty, CancellationToken.None); // no buffer is held meanwhile
        if (arrival.MessageType == WebSocketMessageType.Close)
            return false;
        _received = ArrayPool<byte>.Shared.Rent(MaxBuffer);
        var space = _received.AsMemory(0, (int)Math.Min(MaxBuffer, _options.MaxMessageBytes)); // what is longer than a message may be is the hub's to refuse
        var received = await _socket.ReceiveAsync(space, CancellationToken.None);
        _length = received.Count;
        return received.MessageType != WebSocketMessageType.Close;
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
