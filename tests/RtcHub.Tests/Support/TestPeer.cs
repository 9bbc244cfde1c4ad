using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace RtcHub.Tests.Support;

/// <summary>One thing that the service called: the method, and its arguments as they came.</summary>
internal sealed record ServerCall(string Method, JsonElement[] Arguments)
{
    public JsonElement this[int index] => Arguments[index];
}

/// <summary>A plain SignalR client that knows only <c>docs/protocol.md</c>.</summary>
internal sealed class TestPeer : IAsyncDisposable
{
    /// <summary>Every method that the service may call, with its number of arguments.</summary>
    private static readonly (string Method, int Arguments)[] ClientMethods =
    [
        ("PeerJoined", 3), ("PeerUpdated", 3), ("PeerLeft", 4), ("Roster", 3), ("Offer", 3), ("Answer", 3),
        ("Candidate", 3), ("Message", 3), ("Removed", 2), ("GoAway", 1), ("Welcome", 1),
    ];

    private readonly HubConnection _connection;
    private readonly Channel<ServerCall> _calls = Channel.CreateUnbounded<ServerCall>();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<Task> _settle;
    private ClientWebSocket? _socket;
    private long _received;

    private TestPeer(Uri url, Func<Task>? settle)
    {
        _settle = settle ?? (() => Task.CompletedTask);
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<IConnectionFactory>(new WebSocketTransport(socket => _socket = socket));
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(url));
        builder.Services.AddSingleton<IHubProtocol>(new RecordingProtocol(Record));
        _connection = builder.Build();
        _connection.Closed += _ =>
        {
            _calls.Writer.TryComplete();
            _closed.TrySetResult();
            return Task.CompletedTask;
        };
        foreach (var (method, arguments) in ClientMethods)
        {
            var types = Enumerable.Repeat(typeof(JsonElement), arguments).ToArray();
            _connection.On(method, types, _ => Task.CompletedTask); // what they do is RecordingProtocol's
        }
    }

    public JsonElement Welcome { get; private set; }

    public string PeerId => Welcome.PeerId();

    public string Ticket => Welcome.GetProperty("resumeTicket").GetString()!;

    /// <summary>How many calls of the service this client has handled in its session, as <c>Resume</c> asks it.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Completes when the connection is closed, by whichever side.</summary>
    public Task Closed => _closed.Task.WaitAsync(TimeSpan.FromSeconds(10));

    /// <param name="url">The hub, with its query.</param>
    /// <param name="settle">Returns when every node has had what was sent to it before.</param>
    public static async Task<TestPeer> ConnectAsync(Uri url, Func<Task>? settle = null)
    {
        Canary.Keep(url);
        var peer = new TestPeer(url, settle);
        await peer._connection.StartAsync();
        await peer.TakeWelcomeAsync();
        return peer;
    }

    public Task<JsonElement> InvokeAsync(string method, params object?[] arguments) =>
        _connection.InvokeCoreAsync<JsonElement>(method, arguments);

    /// <summary>Calls and wants no answer.</summary>
    public Task FireAsync(string method, params object?[] arguments) => _connection.SendCoreAsync(method, arguments);

    public async Task<string> CodeOfAsync(string method, params object?[] arguments) =>
        (await InvokeAsync(method, arguments)).Code();

    public async Task<JsonElement> SubscribeAsync(string topic, object? options = null)
    {
        var answer = await InvokeAsync("Subscribe", topic, options);
        answer.Code().Should().Be("ok");
        return answer.GetProperty("subscription");
    }

    /// <summary>Resumes the session of another client on this connection; on success this is that client from here on.</summary>
    public async Task<JsonElement> ResumeAsync(TestPeer lost, long received)
    {
        var answer = await InvokeAsync("Resume", lost.Ticket, received);
        if (answer.Code() is "ok" or "gap")
        {
            Interlocked.Add(ref _received, answer.Code() == "ok" ? received : 0);
            await TakeWelcomeAsync();
        }

        return answer;
    }

    /// <summary>Becomes who the next call, a welcome, says.</summary>
    public async Task TakeWelcomeAsync()
    {
        Welcome = (await NextAsync("Welcome"))[0];
        Canary.Keep(Ticket);
    }

    /// <summary>The next call of the service, which must be of that method.</summary>
    public async Task<ServerCall> NextAsync(string method)
    {
        var call = await NextAsync();
        call.Method.Should().Be(method);
        return call;
    }

    public async Task<ServerCall> NextAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        return await _calls.Reader.ReadAsync(timeout.Token);
    }

    /// <summary>
    /// What came up to now, all of it: whatever was sent to this client before this call is before the answer to a call
    /// of its own on the wire.
    /// </summary>
    public async Task<IReadOnlyList<ServerCall>> DrainAsync()
    {
        await _settle();
        await InvokeAsync("Unsubscribe", "a topic that nobody is in");
        return TakeAll();
    }

    /// <summary>What was handled and not looked at yet.</summary>
    public IReadOnlyList<ServerCall> TakeAll()
    {
        var calls = new List<ServerCall>();
        while (_calls.Reader.TryRead(out var call))
            calls.Add(call);
        return calls;
    }

    /// <summary>Loses the connection without a word.</summary>
    public async Task DropAsync()
    {
        _socket!.Abort();
        await Closed;
    }

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    private void Record(InvocationMessage call)
    {
        if (call.Target is not ("Welcome" or "GoAway"))
            Interlocked.Increment(ref _received);
        _calls.Writer.TryWrite(new ServerCall(call.Target, [.. call.Arguments.Cast<JsonElement>()]));
    }
}
