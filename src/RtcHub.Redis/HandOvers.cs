using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using RtcHub.Sessions;
using RtcHub.Topics;

namespace RtcHub.Redis;

/// <summary>
/// Gives sessions of this node to another, which asks for one (<see cref="Claims"/>), or gets all when this one stops:
/// <list type="number">
/// <item>The session stops here. Redis changes its owner, then its node in each topic's roster.</item>
/// <item>The new node hears of that in its inbox, before anything that is sent to the session there (<see cref="Arrivals"/>).</item>
/// <item>Each other node of those topics hears of it too, sends to the new node from then on, and a last marker to the old one.</item>
/// <item>With all markers, this node has everything that was ever sent to it; and the others confirm that they have what it
/// sent. Then it sends the session: buffer, counters, tickets.</item>
/// <item>The new node puts what it got directly meanwhile after that.</item>
/// </list>
/// </summary>
internal sealed class HandOvers(RedisCluster cluster, SessionRegistry sessions, Func<Task> whenUnfenced, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ForwardFor = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Departure> _departures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string Node, long At)> _departed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string Node, long At)> _unheard = new(StringComparer.Ordinal); // Redis did not say whether they went
    private readonly ConcurrentDictionary<Task, bool> _running = new();

    /// <summary>Another node wants a session of this one.</summary>
    public async Task OnClaimAsync(InboxReader message)
    {
        var (node, request, text) = (message.ReadString(), message.ReadString(), message.ReadString());
        if (!ResumeTicket.TryParse(text, out var ticket))
            return;

        var isHere = sessions.TryFind(ticket.PeerId, out var session);
        var wasMoving = session is { IsMoving: true };
        if (isHere && session!.TryRelease(ticket, out var record))
        {
            await TrackAsync(HandOverAsync(session, record, node, request));
            return;
        }

        var isDeparted = TryFindDeparted(ticket.PeerId, out var went);
        var why = wasMoving || session is { IsMoving: true } ? ClaimReply.OnItsWay
            : session is { IsEnded: false } ? ClaimReply.Refused
            : isDeparted ? ClaimReply.OnItsWay
            : ClaimReply.NotHere;
        using var refusal = new InboxWriter(InboxMessage.Refusal);
        refusal.Put(request).Put((long)why).Put(went);
        cluster.HomeOf(ticket.PeerId).Mail.Publish(node, refusal.ToArray());
    }

    /// <summary>A node has sent its last to a session that leaves this one.</summary>
    public void OnMarker(string from, InboxReader message)
    {
        var (topic, peerId, epoch) = (message.ReadString(), message.ReadString(), message.Number());
        Mark(topic, peerId, epoch, from);
    }

    /// <summary>This node knows of a move, so nothing more goes to where the session was.</summary>
    public void OnMoved(RosterEvent change)
    {
        if (change is not { Member: { } member, PreviousNode: { } previousNode })
            return;
        if (previousNode == cluster.NodeId)
        {
            Mark(change.Topic, member.PeerId, member.Epoch, cluster.NodeId);
        }
        else
        {
            cluster.HomeOf(change.Topic).Mail.Send(
                previousNode, InboxMessage.Marker, writer => writer.Put(change.Topic).Put(member.PeerId).Put(member.Epoch));
        }
    }

    /// <summary>Where a session went that was here lately; empty when none was.</summary>
    public bool TryFindDeparted(string peerId, out string node)
    {
        var found = _departed.TryGetValue(peerId, out var departed);
        node = found ? departed.Node : "";
        return found;
    }

    /// <summary>It is here again.</summary>
    public void OnReturned(string peerId) => _departed.TryRemove(peerId, out _);

    /// <summary>Hands every session of this node to others, in turn.</summary>
    public async Task HandOverAllAsync(IReadOnlyList<string> nodes)
    {
        var moves = new List<Task>();
        foreach (var session in sessions.All)
        {
            if (session.TryRelease(ticket: null, out var record))
                moves.Add(HandOverAsync(session, record, nodes[moves.Count % nodes.Count], request: ""));
        }

        await Task.WhenAll(moves.Concat(_running.Keys));
    }

    /// <summary>Redis has a session of this node as another's: it goes there if it was on its way, or else was taken.</summary>
    public async Task LetGoAsync(Session session)
    {
        if (!_unheard.TryRemove(session.PeerId, out var went) || !session.TryRelease(ticket: null, out var record))
        {
            session.Lose();
            return;
        }

        await whenUnfenced();
        await TrackAsync(HandOverAsync(session, record, went.Node, request: ""));
    }

    /// <summary>Sessions that may be another's in Redis.</summary>
    public IEnumerable<Session> InDoubt() =>
        _unheard.Keys.Select(peerId => sessions.TryFind(peerId, out var session) ? session : null).OfType<Session>();

    /// <summary>Forgets where sessions went long ago.</summary>
    public void Tick()
    {
        Forget(_departed);
        Forget(_unheard);
    }

    private void Forget(ConcurrentDictionary<string, (string Node, long At)> moves)
    {
        foreach (var (peerId, move) in moves)
        {
            if (time.GetElapsedTime(move.At) > ForwardFor)
                moves.TryRemove(peerId, out _);
        }
    }

    /// <summary>A node that stops waits for the sessions that are just leaving.</summary>
    private async Task TrackAsync(Task handingOver)
    {
        _running[handingOver] = true;
        try
        {
            await handingOver;
        }
        finally
        {
            _running.TryRemove(handingOver, out _);
        }
    }

    private async Task HandOverAsync(Session session, SessionRecord record, string node, string request)
    {
        var departure = new Departure(record.Epoch + 1);
        bool isCertain;
        _departures[record.PeerId] = departure;
        try
        {
            var taken = await cluster.TakeAsync(record.PeerId, cluster.NodeId, record.Epoch, node);
            if (taken == "changed")
            {
                session.Depart(); // it is another's already
                return;
            }

            if (taken != "ok")
            {
                session.Keep(); // this node has no lease just now
                return;
            }

            var moves = await Task.WhenAll(record.Memberships.Select(async membership =>
            {
                var result = await cluster.MoveAsync(membership.Topic, record.PeerId, node, record.Epoch + 1, "-", previous: cluster.NodeId);
                return (membership.Topic, Nodes: result is null ? [] : (string[])result[1]!);
            }));
            departure.Await(moves.SelectMany(move => move.Nodes.Select(told => (move.Topic, told))));
            var heard = moves.SelectMany(move => move.Nodes.Select(told => cluster.HomeOf(move.Topic).Mail.WhenConfirmedAsync(told)));
            isCertain = await IsInTimeAsync(Task.WhenAll(heard.Append(departure.Complete)));
        }
        catch (RedisAwayException)
        {
            _unheard[record.PeerId] = (node, time.GetTimestamp()); // it may be the other's in Redis by now
            session.Keep();
            return;
        }
        finally
        {
            _departures.TryRemove(record.PeerId, out _);
        }

        var state = session.Depart();
        if (cluster.HomeOf(record.PeerId).Keeper.IsFenced)
            return; // this took so long that another may have it from Redis by now
        if (!isCertain)
            state = state with { IsUncertain = true };
        _departed[record.PeerId] = (node, time.GetTimestamp());
        await cluster.HomeOf(record.PeerId).Mail.SendAsync(node, InboxMessage.State, writer => writer.Put(request).Write(state));
    }

    private async Task<bool> IsInTimeAsync(Task settled)
    {
        try
        {
            await settled.WaitAsync(SettleTimeout, time);
            return true;
        }
        catch (TimeoutException)
        {
            logger.MarkersMissing(); // what still comes here is forwarded
            return false;
        }
    }

    private void Mark(string topic, string peerId, long epoch, string node)
    {
        if (_departures.TryGetValue(peerId, out var departure) && departure.Epoch == epoch)
            departure.Mark(topic, node);
    }
}
