using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace RtcHub.Bench;

/// <summary>What the service called on a client.</summary>
internal readonly record struct Received(string Method, JsonElement[] Arguments);

/// <summary>
/// A client that is little more than its WebSocket, so that a load generator measures the server. Counts and resumes
/// as the wire contract says.
/// </summary>
internal sealed class LightClient(Uri url, Action<Received> received) : IDisposable
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonElement>> _answers = new();
    private readonly SemaphoreSlim _sending = new(1);
    private ClientWebSocket _socket = new();
    private TaskCompletionSource _welcomed = new();
    private long _invocation;
    private long _handled;
    private string _ticket = "";

    /// <summary>The id of the first session; later connections resume it.</summary>
    public string PeerId { get; private set; } = "";

    /// <summary>Ends when the connection does.</summary>
    public Task Reading { get; private set; } = Task.CompletedTask;

    /// <summary>Once set, the client reads no more, and keeps its connection open.</summary>
    public bool StopsReading { get; set; }

    public async Task ConnectAsync()
    {
        _socket = new ClientWebSocket();
        _welcomed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _socket.ConnectAsync(url, CancellationToken.None);
        await WriteAsync("""{"protocol":"json","version":1}""");
        Reading = ReadAsync(_socket);
        await _welcomed.Task;
    }

    /// <summary>Opens another connection and takes the session up there; the answer of <c>Resume</c>.</summary>
    public async Task<JsonElement> ResumeAsync()
    {
        var (ticket, handled) = (_ticket, _handled);
        await ConnectAsync();
        _welcomed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var answer = await InvokeAsync("Resume", Quote(ticket), handled.ToString(provider: null));
        if (answer.GetProperty("code").GetString() is "ok" or "gap")
            await _welcomed.Task;
        return answer;
    }

    public async Task<JsonElement> InvokeAsync(string method, params string[] jsonArguments)
    {
        var id = Interlocked.Increment(ref _invocation);
        var answer = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answers[id] = answer;
        await WriteAsync($$"""{"type":1,"invocationId":"{{id}}","target":"{{method}}","arguments":[{{string.Join(',', jsonArguments)}}]}""");
        return await answer.Task;
    }

    public static string Quote(string text) => JsonSerializer.Serialize(text);

    /// <summary>Loses the connection without a word.</summary>
    public async Task DropAsync()
    {
        _socket.Abort();
        await Reading;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _sending.Dispose();
    }

    private async Task WriteAsync(string json)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(Encoding.UTF8.GetBytes(json + '\x1e'), WebSocketMessageType.Text, true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReadAsync(ClientWebSocket socket)
    {
        var buffer = new byte[256 * 1024];
        var length = 0;
        try
        {
            while (!StopsReading)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                if (read.MessageType == WebSocketMessageType.Close)
                    break;
                length += read.Count;
                int end;
                while ((end = buffer.AsSpan(0, length).IndexOf((byte)0x1e)) >= 0)
                {
                    Handle(buffer.AsMemory(0, end));
                    buffer.AsSpan(end + 1, length - end - 1).CopyTo(buffer);
                    length -= end + 1;
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // lost, as tests of resuming want it
        }

        foreach (var answer in _answers)
        {
            if (_answers.TryRemove(answer.Key, out var pending))
                pending.TrySetException(new IOException("The connection was lost before the answer came."));
        }
    }

    private void Handle(ReadOnlyMemory<byte> frame)
    {
        var message = JsonElement.Parse(frame.Span);
        if (!message.TryGetProperty("type", out var type))
            return; // the answer to the handshake
        if (type.GetInt32() == 3 && _answers.TryRemove(long.Parse(message.GetProperty("invocationId").GetString()!, null), out var answer))
        {
            if (message.TryGetProperty("result", out var result))
            {
                if (result.GetProperty("code").GetString() == "gap")
                    _handled = 0;
                answer.SetResult(result);
            }
            else
            {
                answer.SetException(new InvalidOperationException(message.GetProperty("error").GetString()));
            }
        }
        else if (type.GetInt32() == 1)
        {
            var call = new Received(message.GetProperty("target").GetString()!, [.. message.GetProperty("arguments").EnumerateArray()]);
            if (call.Method == "Welcome")
            {
                if (PeerId.Length == 0)
                    PeerId = call.Arguments[0].GetProperty("peerId").GetString()!;
                _ticket = call.Arguments[0].GetProperty("resumeTicket").GetString()!;
                _welcomed.TrySetResult();
            }
            else if (call.Method != "GoAway")
            {
                _handled++;
                received(call);
            }
        }
    }
}
