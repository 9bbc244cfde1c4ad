using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using RtcHub.Backplane;
using RtcHub.Diagnostics;
using RtcHub.Sessions;
using RtcHub.Topics;

namespace RtcHub.Redis;

/// <summary>
/// Takes what comes into this node's inbox: one message after the other, and none while its sessions may be another node's.
/// </summary>
internal sealed class Dispatcher(
    RedisBackplane backplane,
    TopicDirectory topics,
    Arrivals arrivals,
    Claims claims,
    HandOvers handOvers,
    Ghosts ghosts,
    Action drain,
    ILogger logger)
{
    private readonly Channel<(RedisNode At, byte[] Message)> _inbox =
        Channel.CreateUnbounded<(RedisNode, byte[])>(new UnboundedChannelOptions { SingleReader = true });

    private long _unknownMessages;

    /// <summary>How many messages came in a version that this node does not know.</summary>
    public long UnknownMessages => Interlocked.Read(ref _unknownMessages);

    /// <summary>A message has come. Does not block.</summary>
    public void Post(RedisNode at, byte[] message) => _inbox.Writer.TryWrite((at, message));

    /// <summary>No more come.</summary>
    public void Complete() => _inbox.Writer.TryComplete();

    public async Task RunAsync()
    {
        await foreach (var (at, message) in _inbox.Reader.ReadAllAsync())
        {
            await backplane.WhenUnfencedAsync();
            try
            {
                Dispatch(at, message);
            }
            catch (Exception e) // one bad message must not end the hearing of all others
            {
                logger.MessageNotUnderstood(e);
            }
        }
    }

    private void Dispatch(RedisNode at, byte[] bytes)
    {
        var message = new InboxReader(bytes); // may be kept until its turn
        if (message.Version != InboxWriter.Version)
        {
            if (Interlocked.Increment(ref _unknownMessages) == 1)
                logger.UnknownVersion(message.Version);
            return;
        }

        message.SkipHead();
        switch (message.Type)
        {
            case InboxMessage.RosterEvent:
                OnRosterEvent(MemberText.ParseEvent(bytes));
                break;
            case InboxMessage.Claim:
                _ = handOvers.OnClaimAsync(message);
                break;
            case InboxMessage.Refusal:
                claims.OnRefusal(message);
                break;
            default:
                if (at.Mail.Take(message, (from, next) => Handle(at, from, next)))
                    logger.MessagesLost();
                break;
        }
    }

    private void Handle(RedisNode at, string from, InboxReader message)
    {
        switch (message.Type)
        {
            case InboxMessage.Envelope:
                OnEnvelope(at, message.ReadEnvelope());
                break;
            case InboxMessage.Marker:
                handOvers.OnMarker(from, message);
                break;
            case InboxMessage.State:
                OnState(request: message.ReadString(), message.ReadSessionState());
                break;
            case InboxMessage.Drain:
                drain();
                break;
        }
    }

    private void OnEnvelope(RedisNode at, Envelope envelope)
    {
        var receiving = envelope.Sample is { } sample ? SignalSamples.Receive(sample) : null;
        foreach (var departed in topics.OnEnvelope(envelope))
            Forward(at, envelope, departed);
        if (receiving is not null)
            SignalSamples.Stop(receiving);
    }

    private void OnRosterEvent(RosterEvent change)
    {
        if (change.Member is { } member && member.NodeId == backplane.NodeId)
        {
            if (change.Kind is RosterEventKind.Joined or RosterEventKind.Remembered)
                ghosts.Check(change.Topic, member);
            else if (change is { Kind: RosterEventKind.Moved, PreviousNode: not null })
                arrivals.Expect(member.PeerId, member.Epoch, change.Topic);
        }

        if (change.Kind != RosterEventKind.Remembered)
            topics.OnRosterEvent(change);
    }

    private void OnState(string request, SessionState state)
    {
        if (arrivals.OnState(state) is not { } session)
            return;
        handOvers.OnReturned(state.PeerId);
        backplane.Confirm(session);
        claims.OnArrived(request);
    }

    /// <summary>To where a session went lately, for the node that sent this did not know it yet.</summary>
    private void Forward(RedisNode at, Envelope envelope, string peerId)
    {
        if (!handOvers.TryFindDeparted(peerId, out var node))
            return;
        var forwarded = envelope.Receivers is null ? envelope : envelope with { Receivers = [peerId] };
        at.Mail.Send(node, InboxMessage.Envelope, writer => writer.Write(forwarded));
    }
}
