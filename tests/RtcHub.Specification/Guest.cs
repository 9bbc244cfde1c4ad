using System.Text;
using System.Text.Json;
using RtcHub.Backplane;
using RtcHub.Sessions;
using RtcHub.Topics;

namespace RtcHub.Specification;

/// <summary>A session without a connection: what its client would be told stays in its outbox.</summary>
internal sealed class Guest
{
    private static readonly DateTime JoinedAt = new DateTime(2030, 1, 2, 3, 4, 5, DateTimeKind.Utc).AddTicks(6_789);

    private readonly BackplaneNode _node;
    private readonly SessionContext _context;
    private readonly Session _session;

    public Guest(BackplaneNode node, SessionContext context, string? metadata, TopicAccess access)
    {
        (_node, _context) = (node, context);
        _session = new Session(Guid.NewGuid().ToString(), epoch: 1, isOrphan: false, context, _ => { });
        var said = metadata is null ? (RawJson?)null : new RawJson(Encoding.UTF8.GetBytes(metadata));
        Member = new Member(new Peer(PeerId, PeerState.Connected, JoinedAt, said), node.Backplane.NodeId, Epoch: 1, access);
    }

    public string PeerId => _session.PeerId;

    public Member Member { get; private set; }

    /// <summary>Everything that it was told, as it is on the wire.</summary>
    public string[] Frames => [.. _session.Outbox.Export().Frames.Select(frame => Encoding.UTF8.GetString(frame.Span).TrimEnd('\u001e'))];

    public async Task<JoinOutcome> JoinAsync(string topic, int capacity = 64)
    {
        var joined = _context.Topics.Open(topic, _session);
        var outcome = await _node.Backplane.JoinAsync(topic, Member, Tickets.New(PeerId), capacity);
        if (outcome.Snapshot is { } snapshot)
            joined.Load(snapshot);
        else
            _context.Topics.Close(joined, _session);
        return outcome;
    }

    public Task<SignalCode> UpdateAsync(string topic, PeerState state)
    {
        Member = Member with { Peer = Member.Peer with { State = state } };
        return _node.Backplane.UpdateAsync(topic, Member);
    }

    public Task<SignalCode> LeaveAsync(string topic, LeaveReason reason = LeaveReason.Left)
    {
        if (_context.Topics.TryFind(topic, out var left))
            _context.Topics.Close(left, _session);
        return _node.Backplane.LeaveAsync(topic, Member, reason);
    }

    /// <summary>Sends to a guest of another node.</summary>
    public ValueTask<SignalCode> SendAsync(Guest to, Envelope envelope) =>
        _node.Backplane.SendAsync(to.Member.NodeId, envelope with { From = PeerId, To = to.PeerId });

    /// <summary>Everything that it was told, once it was told that much.</summary>
    public async Task<ServerCall[]> HearAsync(int calls)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (Frames.Length < calls)
        {
            if (timeout.IsCancellationRequested)
                throw new TimeoutException($"It was told {Frames.Length} things only, not {calls}.");
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        return [.. Frames.Select(Parse)];
    }

    private static ServerCall Parse(string frame)
    {
        var call = JsonElement.Parse(frame);
        return new ServerCall(call.GetProperty("target").GetString()!, [.. call.GetProperty("arguments").EnumerateArray()]);
    }
}
