using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Clients;

/// <summary>Who uses a link. Called by the link's reader, in the order of the wire.</summary>
internal interface ILinkOwner
{
    void OnCalled(Link link, string method, JsonElement arguments, TimeSpan at);

    void OnClosed(Link link, TimeSpan at);

    /// <summary>The service sent what the contract does not know; the link is lost.</summary>
    void OnUnreadable(Link link, Exception exception);
}

/// <summary>The answer to a call: its result, or the error that SignalR gave instead.</summary>
internal readonly record struct Answer(JsonElement Result, string? Error, TimeSpan SentAt, TimeSpan At)
{
    public string Code => Error is null ? Result.GetProperty("code").GetString()! : $"error: {Error}";
}

/// <summary>One WebSocket with SignalR's JSON protocol on it, and nothing more: no session, no counts.</summary>
internal sealed class Link : IDisposable
{
    private static readonly TimeSpan PingAfter = TimeSpan.FromSeconds(5);

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<string> _unsent = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _gate = new();
    private readonly Dictionary<long, (string Method, TimeSpan SentAt, Action<Answer?> Answered)> _unanswered = [];
    private readonly ILinkOwner _owner;
    private long _invocation;
    private bool _isClosed;
    private TimeSpan _lastWrite;

    private Link(int node, bool isForResume, ILinkOwner owner) => (Node, IsForResume, _owner) = (node, isForResume, owner);

    /// <summary>-1 when a load balancer has chosen.</summary>
    public int Node { get; }

    /// <summary>Whether it was opened to take up an older session. Its first welcome is for a session that nobody needs.</summary>
    public bool IsForResume { get; }

    /// <summary>Set once its client has left it and only looks at what comes.</summary>
    public WatchedLink? Watched { get; set; }

    /// <summary>Whether its client has cut it.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>The first call of the service on it.</summary>
    public TaskCompletionSource<JsonElement> FirstWelcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The call that has waited longest for its answer.</summary>
    public (string Method, TimeSpan SentAt)? OldestUnanswered
    {
        get
        {
            lock (_gate)
            {
                if (_unanswered.Count == 0)
                    return null;
                var oldest = _unanswered.Values.MinBy(call => call.SentAt);
                return (oldest.Method, oldest.SentAt);
            }
        }
    }

    /// <summary>Connects, shakes hands and waits for the first welcome.</summary>
    public static async Task<Link> OpenAsync(Uri url, int node, bool isForResume, ILinkOwner owner, CancellationToken cancellation)
    {
        var link = new Link(node, isForResume, owner);
        try
        {
            await link._socket.ConnectAsync(url, cancellation);
            link.Write("""{"protocol":"json","version":1}""");
            _ = link.WriteAllAsync();
            _ = link.ReadAllAsync();
            await link.FirstWelcome.Task.WaitAsync(cancellation);
            return link;
        }
        catch
        {
            link.Abort();
            throw;
        }
    }

    /// <summary>
    /// Calls the service. <paramref name="answered"/> is run by the reader when the answer's turn comes, or with null when
    /// the link is closed before.
    /// </summary>
    public void Call(string method, string arguments, Action<Answer?> answered)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _unanswered.Add(++_invocation, (method, Clock.Now, answered));
                Write($$"""{"type":1,"invocationId":"{{_invocation}}","target":"{{method}}","arguments":[{{arguments}}]}""");
                return;
            }
        }

        answered(null);
    }

    /// <summary>Keeps the service from taking a quiet client for a lost one.</summary>
    public void PingIfQuiet()
    {
        if (Clock.Now - _lastWrite > PingAfter)
            Write("""{"type":6}""");
    }

    /// <summary>Loses the connection without a word.</summary>
    public void Abort()
    {
        IsAborted = true;
        _socket.Abort();
    }

    public void Dispose() => Abort();

    private void Write(string json)
    {
        _lastWrite = Clock.Now;
        _unsent.Writer.TryWrite(json);
    }

    private async Task WriteAllAsync()
    {
        try
        {
            await foreach (var json in _unsent.Reader.ReadAllAsync())
                await _socket.SendAsync(Encoding.UTF8.GetBytes(json + '\x1e'), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // lost; the reader says so
        }
    }

    private async Task ReadAllAsync()
    {
        var buffer = new byte[8 * 1024];
        var length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length)
                    Array.Resize(ref buffer, buffer.Length * 2);
                var read = await _socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                if (read.MessageType == WebSocketMessageType.Close)
                    break;

                var begin = 0;
                var unsearched = length;
                length += read.Count;
                int end;
                while ((end = buffer.AsSpan(unsearched, length - unsearched).IndexOf((byte)0x1e)) >= 0)
                {
                    end += unsearched;
                    Handle(JsonElement.Parse(buffer.AsSpan(begin, end - begin)), Clock.Now);
                    begin = unsearched = end + 1;
                }

                buffer.AsSpan(begin, length - begin).CopyTo(buffer);
                length -= begin;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // lost
        }
        catch (Exception e)
        {
            _owner.OnUnreadable(this, e);
        }

        Close();
    }

    private void Handle(JsonElement frame, TimeSpan at)
    {
        if (!frame.TryGetProperty("type", out var type))
            return; // the answer to the handshake

        switch (type.GetInt32())
        {
            case 1:
                var (method, arguments) = (frame.GetProperty("target").GetString()!, frame.GetProperty("arguments"));
                var isFirst = method == "Welcome" && !FirstWelcome.Task.IsCompleted;
                if (!isFirst || !IsForResume)
                    _owner.OnCalled(this, method, arguments, at);
                if (isFirst)
                    FirstWelcome.TrySetResult(arguments[0]);
                break;
            case 3:
                var id = long.Parse(frame.GetProperty("invocationId").GetString()!, null);
                (string Method, TimeSpan SentAt, Action<Answer?> Answered) call;
                lock (_gate)
                {
                    if (!_unanswered.Remove(id, out call))
                        return;
                }

                var error = frame.TryGetProperty("error", out var text) ? text.GetString() : null;
                call.Answered(new Answer(error is null ? frame.GetProperty("result") : default, error, call.SentAt, at));
                break;
        }
    }

    private void Close()
    {
        Action<Answer?>[] unanswered;
        lock (_gate)
        {
            _isClosed = true;
            unanswered = [.. _unanswered.Values.Select(call => call.Answered)];
            _unanswered.Clear();
        }

        _unsent.Writer.TryComplete();
        _socket.Dispose();
        FirstWelcome.TrySetException(new IOException("The connection was lost before the welcome."));
        _ = FirstWelcome.Task.Exception; // observed, also when nobody waits any more
        foreach (var answered in unanswered)
            answered(null);
        _owner.OnClosed(this, Clock.Now);
    }
}
