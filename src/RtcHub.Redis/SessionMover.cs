using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using RtcHub.Sessions;
using RtcHub.Topics;
using StackExchange.Redis;

namespace RtcHub.Redis;

/// <summary>
/// Moves sessions between nodes. A node asks the owner (<see cref="ClaimAsync"/>), and the owner hands over:
/// <list type="number">
/// <item>It stops the session and changes the owner in Redis, then its node in each topic's roster.</item>
/// <item>Each node of those topics hears of that in its inbox, sends to the new node from then on, and a last marker to the old one.</item>
/// <item>With all markers, the old node has everything that was ever sent to it, and sends the session: buffer, counters, tickets.</item>
/// <item>The new node puts what it got directly meanwhile after that.</item>
/// </list>
/// When the owner is dead there is nothing to hand over: the session is taken as Redis knows it, and its client is told.
/// </summary>
internal sealed class SessionMover(RedisCluster cluster, SessionRegistry sessions, TopicDirectory topics, TimeProvider time, ILogger logger)
{
    /// <summary>Told of every session that has come, to write into Redis what came with it.</summary>
    public required Action<Session> Arrived { get; init; }

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    /// <summary>Longer than a node that went deaf takes to hear again, shorter than a client's patience.</summary>
    private static readonly TimeSpan SilentNodeIsDead = TimeSpan.FromMilliseconds(2_500);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromMilliseconds(1_500);
    private static readonly TimeSpan ClaimTimeout = TimeSpan.FromSeconds(9);
    private static readonly TimeSpan MarkerTimeout = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ForwardFor = TimeSpan.FromSeconds(30);
    private const int InheritAtOnce = 100;

    private readonly ConcurrentDictionary<string, Arrival> _arrivals = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<(Reply Reply, string Node)>> _questions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Departure> _departures = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string Node, long At)> _departed = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, bool> _handingOver = new();
    private readonly ConcurrentDictionary<string, bool> _inheriting = new(StringComparer.Ordinal);

    private enum Reply
    {
        Arrived,
        Refused,
        NotHere,
        OnItsWay,
        NobodyThere,
        NoAnswer,
    }

    /// <summary>A session that may come, by peer id: what reaches it here meanwhile waits in it.</summary>
    private sealed record Arrival(Session Session, string[] Topics, long At)
    {
        public TaskCompletionSource<(Reply Reply, string Node)> Arrived { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Brings the session of a ticket to this node.</summary>
    public async Task<SignalCode> ClaimAsync(ResumeTicket ticket)
    {
        var home = cluster.HomeOf(ticket.PeerId);
        var startedAt = time.GetTimestamp();
        var hint = ticket.NodeId; // of a session that was never in a topic, only its nodes know
        long? silentSince = null;
        while (time.GetElapsedTime(startedAt) < ClaimTimeout)
        {
            if (!home.Keeper.IsUp)
                return SignalCode.BackplaneUnavailable;

            var stored = StoredSession.Parse(await home.Server.ReadHashAsync(cluster.Keys.Session(ticket.PeerId)));
            if (stored is not null && !stored.MayAccept(ticket))
                return SignalCode.SessionGone;

            var owner = stored?.NodeId ?? hint;
            if (owner == cluster.NodeId)
            {
                if (sessions.TryFind(ticket.PeerId, out var session) && !session.IsMoving)
                    return SignalCode.Ok;
                if (await FindElsewhereAsync(stored) is { } found)
                    return found;
            }
            else
            {
                var (reply, node) = await AskAsync(home, owner, ticket, stored);
                switch (reply)
                {
                    case Reply.Arrived:
                        return SignalCode.Ok;
                    case Reply.Refused:
                        return SignalCode.SessionGone;
                    case Reply.NobodyThere or Reply.NotHere:
                        if (await FindElsewhereAsync(stored) is { } found)
                            return found;
                        break;
                    default:
                        hint = node.Length > 0 ? node : hint;
                        silentSince = null;
                        break;
                }
            }

            await Task.Delay(Poll, time);
        }

        return SignalCode.BackplaneUnavailable;

        // Its owner is silent, or does not have it. A node may be deaf for a moment, a session on its way, and a Redis that
        // was emptied has yet to be told of it; but not for longer.
        async Task<SignalCode?> FindElsewhereAsync(StoredSession? stored)
        {
            silentSince ??= time.GetTimestamp();
            if (time.GetElapsedTime(silentSince.Value) < SilentNodeIsDead && !(stored is null && home.Keeper.IsSettled))
                return null;
            if (stored is null)
                return SignalCode.SessionGone;
            return await TryForceAsync(home, ticket.PeerId, stored) ? SignalCode.Ok : null;
        }
    }

    /// <summary>Another node wants a session of this one.</summary>
    public async Task OnClaimAsync(InboxReader message)
    {
        var (node, request, text) = (message.ReadString(), message.ReadString(), message.ReadString());
        if (!ResumeTicket.TryParse(text, out var ticket))
            return;

        if (sessions.TryFind(ticket.PeerId, out var session) && session.TryRelease(ticket, out var record))
        {
            await TrackAsync(HandOverAsync(session, record, node));
            return;
        }

        var went = _departed.TryGetValue(ticket.PeerId, out var departed) ? departed.Node : "";
        var why = session switch
        {
            null when went.Length > 0 => Reply.OnItsWay,
            null => Reply.NotHere,
            _ => session.IsMoving ? Reply.OnItsWay : Reply.Refused,
        };
        using var refusal = new InboxWriter(InboxMessage.Refusal);
        refusal.Put(request).Put((long)why).Put(went);
        cluster.HomeOf(ticket.PeerId).Mail.Publish(node, refusal.ToArray());
    }

    public void OnRefusal(InboxReader message)
    {
        if (_questions.TryGetValue(message.ReadString(), out var question))
            question.TrySetResult(((Reply)message.Number(), message.ReadString()));
    }

    /// <summary>A session is about to come unasked.</summary>
    public void OnExpect(InboxReader message)
    {
        var (peerId, epoch, count) = (message.ReadString(), message.Number(), message.Number());
        var names = new string[count];
        for (var i = 0; i < names.Length; i++)
            names[i] = message.ReadString();
        Expect(peerId, epoch, names);
    }

    /// <summary>A session comes.</summary>
    public void OnState(InboxReader message)
    {
        var state = message.ReadSessionState();
        _departed.TryRemove(state.PeerId, out _);
        _arrivals.TryRemove(state.PeerId, out var arrival);
        Arrived(sessions.Arrive(state, arrival?.Session, arrival?.Topics ?? []));
        arrival?.Arrived.TrySetResult((Reply.Arrived, cluster.NodeId));
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

    /// <summary>Where a session went that was here lately.</summary>
    public bool TryFindDeparted(string peerId, out string node)
    {
        var found = _departed.TryGetValue(peerId, out var departed);
        node = departed.Node;
        return found;
    }

    /// <summary>Hands every session of this node to others, in turn.</summary>
    public async Task HandOverAllAsync(IReadOnlyList<string> nodes)
    {
        var moves = new List<Task>();
        foreach (var session in sessions.All)
        {
            if (session.TryRelease(ticket: null, out var record))
                moves.Add(PushAsync(session, record, nodes[moves.Count % nodes.Count]));
        }

        await Task.WhenAll(moves.Concat(_handingOver.Keys));
    }

    /// <summary>A node died: its sessions wait here for their clients.</summary>
    public async Task InheritAsync(RedisNode at, string deadNode)
    {
        if (!_inheriting.TryAdd(deadNode, true))
            return;

        try
        {
            var inherited = 0;
            while (true)
            {
                var result = (RedisResult[])(await at.Server.RunAsync(
                    RedisScript.Inherit,
                    [cluster.Keys.Nodes, cluster.Keys.SessionsOf(deadNode), cluster.Keys.SessionsOf(cluster.NodeId)],
                    [deadNode, cluster.NodeId, InheritAtOnce, cluster.Keys.SessionPrefix]))!;
                await Task.WhenAll(result.Skip(1).Select(AdoptAsync));
                inherited += result.Length - 1;
                if ((string?)result[0] != "more")
                    break;
            }

            if (inherited > 0)
                logger.Inherited(inherited, deadNode);
        }
        catch (RedisAwayException)
        {
            // the next beat finds the node again, and whoever beats then goes on
        }
        finally
        {
            _inheriting.TryRemove(deadNode, out _);
        }
    }

    /// <summary>Forgets where sessions went long ago, and those that never came.</summary>
    public void Tick()
    {
        foreach (var (peerId, arrival) in _arrivals)
        {
            if (time.GetElapsedTime(arrival.At) > ForwardFor)
                Abandon(peerId, arrival);
        }

        foreach (var (peerId, departed) in _departed)
        {
            if (time.GetElapsedTime(departed.At) > ForwardFor)
                _departed.TryRemove(peerId, out _);
        }
    }

    private async Task<(Reply Reply, string Node)> AskAsync(RedisNode home, string owner, ResumeTicket ticket, StoredSession? stored)
    {
        // Before the question: once the owner has moved it, others send to it here.
        var arrival = Expect(ticket.PeerId, (stored?.Epoch ?? 1) + 1, stored?.Topics ?? []);
        var request = Guid.NewGuid().ToString("N");
        var question = new TaskCompletionSource<(Reply Reply, string Node)>(TaskCreationOptions.RunContinuationsAsynchronously);
        _questions[request] = question;
        try
        {
            using var claim = new InboxWriter(InboxMessage.Claim);
            claim.Put(cluster.NodeId).Put(request).Put(ticket.Text);
            if (await home.Mail.PublishAsync(owner, claim.ToArray()).WaitAsync(AnswerTimeout, time) == 0)
                return (Reply.NobodyThere, "");

            var answer = await await Task.WhenAny(question.Task, arrival.Arrived.Task).WaitAsync(AnswerTimeout, time);
            if (answer.Reply != Reply.Arrived)
                Abandon(ticket.PeerId, arrival);
            return answer;
        }
        catch (TimeoutException)
        {
            return (Reply.NoAnswer, ""); // it may still come
        }
        finally
        {
            _questions.TryRemove(request, out _);
        }
    }

    /// <summary>A node that stops waits for the sessions that are just leaving.</summary>
    private async Task TrackAsync(Task handingOver)
    {
        _handingOver[handingOver] = true;
        try
        {
            await handingOver;
        }
        finally
        {
            _handingOver.TryRemove(handingOver, out _);
        }
    }

    private void Mark(string topic, string peerId, long epoch, string node)
    {
        if (_departures.TryGetValue(peerId, out var departure) && departure.Epoch == epoch)
            departure.Mark(topic, node);
    }

    private Arrival Expect(string peerId, long epoch, string[] names)
    {
        if (_arrivals.TryGetValue(peerId, out var present))
        {
            if (present.Session.Epoch == epoch)
                return present;
            Abandon(peerId, present);
        }

        return _arrivals.GetOrAdd(peerId, peerId => new Arrival(sessions.Expect(peerId, epoch, names), names, time.GetTimestamp()));
    }

    private void Abandon(string peerId, Arrival arrival)
    {
        if (_arrivals.TryRemove(new(peerId, arrival)))
            sessions.Abandon(arrival.Session, arrival.Topics);
    }

    private async Task PushAsync(Session session, SessionRecord record, string node)
    {
        var home = cluster.HomeOf(session.PeerId);
        await home.Mail.SendAsync(node, InboxMessage.Expect, writer =>
        {
            writer.Put(record.PeerId).Put(record.Epoch + 1).Put(record.Memberships.Count);
            foreach (var (topic, _) in record.Memberships)
                writer.Put(topic);
        });
        await HandOverAsync(session, record, node);
    }

    private async Task HandOverAsync(Session session, SessionRecord record, string node)
    {
        var home = cluster.HomeOf(record.PeerId);
        var departure = new Departure(record.Epoch + 1);
        bool isCertain;
        _departures[record.PeerId] = departure;
        try
        {
            var taken = await home.Server.RunAsync(
                RedisScript.Take,
                [cluster.Keys.Nodes, cluster.Keys.Session(record.PeerId), cluster.Keys.SessionsOf(cluster.NodeId), cluster.Keys.SessionsOf(node)],
                [cluster.NodeId, record.PeerId, cluster.NodeId, record.Epoch.ToString(Culture), node]);
            if ((string?)taken == "changed")
            {
                session.Depart(); // it is another's already
                return;
            }

            if ((string?)taken != "ok")
            {
                session.Keep(); // this node has no lease just now
                return;
            }

            var moves = await Task.WhenAll(record.Memberships.Select(async membership =>
            {
                var result = await MoveAsync(membership.Topic, record.PeerId, node, record.Epoch + 1, "-", previous: cluster.NodeId);
                return (membership.Topic, Nodes: result is null ? [] : (string[])result[1]!);
            }));
            departure.Await(moves.SelectMany(move => move.Nodes.Select(told => (move.Topic, told))));
            isCertain = await IsMarkedAsync(departure);
        }
        catch (RedisAwayException)
        {
            session.Keep(); // it may be the other's in Redis by now; the next reunion tells
            return;
        }
        finally
        {
            _departures.TryRemove(record.PeerId, out _);
        }

        var state = session.Depart() with { IsUncertain = !isCertain };
        _departed[record.PeerId] = (node, time.GetTimestamp());
        await home.Mail.SendAsync(node, InboxMessage.State, writer => writer.Write(state));
    }

    private async Task<bool> IsMarkedAsync(Departure departure)
    {
        try
        {
            await departure.Complete.WaitAsync(MarkerTimeout, time);
            return true;
        }
        catch (TimeoutException)
        {
            logger.MarkersMissing(); // what still comes here is forwarded
            return false;
        }
    }

    private async Task<bool> TryForceAsync(RedisNode home, string peerId, StoredSession stored)
    {
        var taken = await home.Server.RunAsync(
            RedisScript.Take,
            [cluster.Keys.Nodes, cluster.Keys.Session(peerId), cluster.Keys.SessionsOf(stored.NodeId), cluster.Keys.SessionsOf(cluster.NodeId)],
            [cluster.NodeId, peerId, stored.NodeId, stored.Epoch.ToString(Culture), cluster.NodeId]);
        if ((string?)taken != "ok")
            return false;

        if (_arrivals.TryGetValue(peerId, out var arrival))
            Abandon(peerId, arrival);
        await AdoptAsync(peerId, stored.Epoch + 1, stored.TicketsFor(peerId), stored.Topics);
        return true;
    }

    private Task AdoptAsync(RedisResult row)
    {
        var fields = (RedisValue[])row!;
        var (peerId, epoch, key, confirmed) = ((string)fields[0]!, (long)fields[1], (byte[])fields[2]!, (long)fields[3]);
        var names = fields.Skip(4).Select(name => (string)name!);
        return AdoptAsync(peerId, epoch, new Tickets(peerId, key, confirmed, issued: null), names);
    }

    private async Task AdoptAsync(string peerId, long epoch, Tickets tickets, IEnumerable<string> names)
    {
        var session = sessions.Adopt(peerId, epoch, tickets);
        await Task.WhenAll(names.Select(async name =>
        {
            session.ExpectRoster(name);
            var topic = topics.Open(name, session);
            var result = await MoveAsync(name, peerId, cluster.NodeId, epoch, "i", previous: "-");
            var roster = result is null ? null : MemberText.ParseSnapshot(result[2]);
            if (roster?.Members.FirstOrDefault(member => member.PeerId == peerId) is { } member && session.TryInherit(topic, member))
                topic.Load(roster);
            else
                topics.Close(topic, session);
        }));
    }

    /// <summary><see langword="null"/> when the peer is not in that topic any more.</summary>
    private async Task<RedisResult[]?> MoveAsync(string topic, string peerId, string node, long epoch, string state, string previous)
    {
        var result = (RedisResult[])(await cluster.HomeOf(topic).Server.RunAsync(
            RedisScript.Move,
            [cluster.Keys.Nodes, cluster.Keys.Roster(topic), cluster.Keys.Where(topic)],
            [cluster.NodeId, peerId, node, epoch.ToString(Culture), state, previous, cluster.Keys.InboxPrefix, topic]))!;
        return (string?)result[0] == "ok" ? result : null;
    }
}
