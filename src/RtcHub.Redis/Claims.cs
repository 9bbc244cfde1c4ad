using System.Collections.Concurrent;
using RtcHub.Sessions;

namespace RtcHub.Redis;

/// <summary>
/// Brings sessions here whose clients have come here: asks the node that has it, which hands it over
/// (<see cref="HandOvers"/>), or takes it when that node is silent for too long (<see cref="Heir"/>).
/// </summary>
internal sealed class Claims(RedisCluster cluster, Heir heir, SessionRegistry sessions, TimeProvider time)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromMilliseconds(1_500);
    private static readonly TimeSpan ClaimTimeout = TimeSpan.FromSeconds(9);

    /// <summary>
    /// For so long a node may be deaf, a session on its way, and a Redis that was emptied not have been told of it. Shorter
    /// than a client's patience.
    /// </summary>
    private static readonly TimeSpan SilentNodeIsDead = TimeSpan.FromMilliseconds(2_500);

    private readonly ConcurrentDictionary<string, TaskCompletionSource<(ClaimReply Reply, string Node)>> _questions = new(StringComparer.Ordinal);

    /// <summary>Brings the session of a ticket to this node.</summary>
    /// <exception cref="RedisAwayException">Redis is away.</exception>
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

            var (reply, node) = await AskAsync(home, stored?.NodeId ?? hint, ticket);
            switch (reply)
            {
                case ClaimReply.Arrived:
                    return SignalCode.Ok;
                case ClaimReply.Refused:
                    return SignalCode.SessionGone;
                case ClaimReply.NotHere or ClaimReply.NobodyThere when stored is null && home.Keeper.IsSettled:
                    return SignalCode.SessionGone;
                case ClaimReply.NotHere or ClaimReply.NobodyThere:
                case ClaimReply.NoAnswer when stored is null: // with it, its node would have a lease that ends
                    silentSince ??= time.GetTimestamp();
                    if (time.GetElapsedTime(silentSince.Value) < SilentNodeIsDead)
                        break;
                    if (stored is null)
                        return SignalCode.SessionGone;
                    if (await heir.TryTakeAsync(ticket.PeerId, stored))
                        return SignalCode.Ok;
                    break;
                default:
                    hint = node.Length > 0 ? node : hint;
                    silentSince = null;
                    break;
            }

            await Task.Delay(Poll, time);
        }

        return SignalCode.BackplaneUnavailable;
    }

    /// <summary>A node does not give a session.</summary>
    public void OnRefusal(InboxReader message)
    {
        if (_questions.TryGetValue(message.ReadString(), out var question))
            question.TrySetResult(((ClaimReply)message.Number(), message.ReadString()));
    }

    /// <summary>A session has come in answer to a question.</summary>
    public void OnArrived(string request)
    {
        if (_questions.TryGetValue(request, out var question))
            question.TrySetResult((ClaimReply.Arrived, cluster.NodeId));
    }

    private async Task<(ClaimReply Reply, string Node)> AskAsync(RedisNode home, string owner, ResumeTicket ticket)
    {
        if (owner == cluster.NodeId)
            return (sessions.TryFind(ticket.PeerId, out var session) && !session.IsMoving ? ClaimReply.Arrived : ClaimReply.NotHere, "");

        var request = Guid.NewGuid().ToString("N");
        var question = new TaskCompletionSource<(ClaimReply Reply, string Node)>(TaskCreationOptions.RunContinuationsAsynchronously);
        _questions[request] = question;
        try
        {
            using var claim = new InboxWriter(InboxMessage.Claim);
            claim.Put(cluster.NodeId).Put(request).Put(ticket.Text);
            return await home.Mail.PublishAsync(owner, claim.ToArray()).WaitAsync(AnswerTimeout, time) == 0
                ? (ClaimReply.NobodyThere, "")
                : await question.Task.WaitAsync(AnswerTimeout, time);
        }
        catch (TimeoutException)
        {
            return (ClaimReply.NoAnswer, ""); // it may still come
        }
        finally
        {
            _questions.TryRemove(request, out _);
        }
    }
}
