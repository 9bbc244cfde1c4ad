using System.Text.Json;

namespace RtcHub.Tests.Support;

/// <summary>
/// A client that does what the contract says about resuming: it counts what it handled, and sends again what the
/// service had not handled. Not thread-safe.
/// </summary>
internal sealed class ResumingPeer
{
    private readonly TestHub _hub;
    private readonly List<ServerCall> _heard = [];
    private readonly List<Sent> _sent = [];
    private readonly HashSet<string> _left = [];
    private TestPeer _peer;

    private ResumingPeer(TestHub hub, TestPeer peer) => (_hub, _peer) = (hub, peer);

    public string PeerId => _peer.PeerId;

    public bool IsUp { get; private set; } = true;

    /// <summary>Whether the session was ended by its client, who does not listen any more.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>All calls of the service in this session, each as often as it came.</summary>
    public IReadOnlyList<ServerCall> Heard => _heard;

    /// <summary>All messages of this session, in order, with their codes after <see cref="ListenAsync"/>.</summary>
    public IReadOnlyList<Sent> Messages => _sent;

    /// <summary>It left that topic at least once.</summary>
    public void HasLeft(string topic) => _left.Add(topic);

    /// <summary>
    /// Whether what was accepted for it may not have come: its session ended, or it left the topic while a node that did
    /// not know yet was sending.
    /// </summary>
    public bool MayMiss(string topic) => HasEnded || (Topology.Nodes > 1 && _left.Contains(topic));

    public static async Task<ResumingPeer> ConnectAsync(TestHub hub, params string[] topics) => new(hub, await hub.ConnectAsync(topics));

    public Task<JsonElement> InvokeAsync(string method, params object?[] arguments) => _peer.InvokeAsync(method, arguments);

    /// <summary>Sends, and waits for no answer.</summary>
    public void Send(string topic, string to)
    {
        var message = new Sent(topic, to, _sent.Count);
        _sent.Add(message);
        message.Answer = Send(message);
    }

    /// <summary>Loses the connection with whatever is under way.</summary>
    public async Task DropAsync()
    {
        IsUp = false;
        await _peer.DropAsync();
        await SettleAsync();
        _heard.AddRange(_peer.TakeAll());
    }

    public async Task ResumeAsync()
    {
        var next = await _hub.ConnectAsync();
        var answer = await next.ResumeAsync(_peer, _peer.Received);
        answer.Code().Should().Be("ok");
        _peer = next;
        IsUp = true;

        var handled = answer.GetProperty("received").GetInt32();
        _sent.Skip(handled).Should().NotContain(message => message.Code != null, "what was answered was handled");
        foreach (var message in _sent.Skip(handled))
            message.Answer = Send(message);
    }

    /// <summary>Ends the session.</summary>
    public async Task ByeAsync()
    {
        await SettleAsync();
        HasEnded = true;
        (await _peer.CodeOfAsync("Bye")).Should().Be("ok");
        _heard.AddRange(_peer.TakeAll());
    }

    /// <summary>Hears what was sent to them, when all that they send is answered.</summary>
    public static async Task ListenAsync(IReadOnlyCollection<ResumingPeer> peers)
    {
        foreach (var peer in peers)
            await peer.SettleAsync();
        foreach (var peer in peers)
            peer._heard.AddRange(await peer._peer.DrainAsync());
    }

    private async Task SettleAsync()
    {
        foreach (var message in _sent)
            await message.SettleAsync();
    }

    private Task<JsonElement> Send(Sent message) => _peer.InvokeAsync("SendMessage", message.Topic, message.To, message.Number);

    internal sealed class Sent(string topic, string to, int number)
    {
        public string Topic => topic;

        public string To => to;

        public int Number => number;

        /// <summary>Null when the answer was lost.</summary>
        public string? Code { get; private set; }

        public Task<JsonElement> Answer { get; set; } = null!;

        public async Task SettleAsync()
        {
            try
            {
                Code ??= (await Answer).Code();
            }
            catch (Exception e) when (e is not KeyNotFoundException)
            {
                // the connection was lost
            }
        }
    }
}
