using System.Text.Unicode;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RtcHub.Admission;
using RtcHub.Backplane;
using RtcHub.Diagnostics;
using RtcHub.Topics;

namespace RtcHub.Management;

/// <summary>What operators see and do in topics, on whichever nodes their peers are. Names are canonical here.</summary>
internal sealed class TopicOperations(
    IBackplane backplane, TopicDirectory topics, IOptions<RtcHubOptions> options, TimeProvider time, ILogger<TopicOperations> logger)
{
    /// <summary>Rosters that are fetched at once.</summary>
    private const int FetchedAtOnce = 50;

    public Task<TopicPage?> ListAsync(TopicQuery query) => backplane.Oversight.ListTopicsAsync(query);

    public Task<TopicSummary?> DescribeAsync(string topic) => backplane.Oversight.DescribeAsync(topic);

    /// <summary>The peers of one topic, hidden ones too; <see langword="null"/> when the backplane is away.</summary>
    public async Task<PeerPage?> ListPeersAsync(string topic, PeerCursor? after, int limit) =>
        await PeersOfAsync(topic, after) is { } peers ? PeerPage.Of(peers, limit) : null;

    /// <summary>The peers of all topics, topic by topic. Whoever is in several is there several times.</summary>
    public async Task<PeerPage?> ListPeersAsync(PeerCursor? after, int limit)
    {
        List<PeerView>? peers = after is null ? [] : await PeersOfAsync(after.Topic, after);
        var query = new TopicQuery(FetchedAtOnce, after?.Topic);
        while (peers is not null && peers.Count <= limit)
        {
            if (await ListAsync(query) is not { } page)
                return null;
            var rosters = await Task.WhenAll(page.Topics.Select(topic => PeersOfAsync(topic.Topic, after: null)));
            if (Array.Exists(rosters, roster => roster is null))
                return null;
            peers.AddRange(rosters.SelectMany(roster => roster!));
            if (page.Next is null)
                break;
            query = query with { After = page.Next };
        }

        return peers is null ? null : PeerPage.Of(peers, limit);
    }

    /// <summary>Takes a peer out, hidden or not; its client is told <c>Removed</c>.</summary>
    public async Task<SignalCode> RemovePeerAsync(string topic, string peerId)
    {
        if (await backplane.FetchAsync(topic) is not { } roster)
            return SignalCode.BackplaneUnavailable;
        if (Array.Find(roster.Members, member => member.PeerId == peerId) is not { } member)
            return SignalCode.PeerGone;

        var code = await backplane.RemoveAsync(topic, member);
        if (code == SignalCode.Ok)
            logger.OperatorRemovedPeer(peerId);
        return code;
    }

    /// <summary>Takes everybody out who is in now. Whoever comes next begins the topic anew, unless it is locked.</summary>
    public async Task<(SignalCode Code, int Removed)> CloseAsync(string topic)
    {
        if (await backplane.FetchAsync(topic) is not { } roster)
            return (SignalCode.BackplaneUnavailable, 0);

        var codes = await Task.WhenAll(roster.Members.Select(member => backplane.RemoveAsync(topic, member)));
        if (Array.Exists(codes, code => code != SignalCode.Ok))
            return (SignalCode.BackplaneUnavailable, 0);
        logger.OperatorClosedTopic(codes.Length);
        return (SignalCode.Ok, codes.Length);
    }

    /// <summary>Lets nobody in until <see cref="UnlockAsync"/>, or for as long as is said.</summary>
    public async Task<SignalCode> LockAsync(string topic, TimeSpan? duration)
    {
        var code = await backplane.Oversight.LockAsync(topic, time.GetUtcNow() + duration);
        if (code == SignalCode.Ok)
            logger.OperatorLockedTopic();
        return code;
    }

    public async Task<SignalCode> UnlockAsync(string topic)
    {
        var code = await backplane.Oversight.UnlockAsync(topic);
        if (code == SignalCode.Ok)
            logger.OperatorUnlockedTopic();
        return code;
    }

    /// <summary>Sends data to everybody in a topic, as <c>Message</c> from <see cref="Envelope.Operator"/>; to how many.</summary>
    public async Task<(SignalCode Code, int Receivers)> SendAsync(string topic, RawJson data)
    {
        if (!Utf8.IsValid(data.Utf8.Span))
            return (SignalCode.InvalidPayload, 0); // it would close the connection of whoever gets it
        if (!Payload.Fits(EnvelopeKind.Message, data, options.Value, out var fault))
            return (fault, 0);
        if (await backplane.FetchAsync(topic) is not { } roster)
            return (SignalCode.BackplaneUnavailable, 0);

        foreach (var node in roster.Members.GroupBy(member => member.NodeId, member => member.PeerId))
        {
            var envelope = new Envelope(
                EnvelopeKind.Message, topic, Envelope.Operator, Envelope.Everyone, data, roster.Version, Receivers: [.. node]);
            if (node.Key == backplane.NodeId)
                topics.OnEnvelope(envelope);
            else if (await backplane.SendAsync(node.Key, envelope) == SignalCode.BackplaneUnavailable)
                return (SignalCode.BackplaneUnavailable, 0);
        }

        logger.OperatorSentMessage(roster.Members.Length);
        return (SignalCode.Ok, roster.Members.Length);
    }

    /// <summary>In the order of their joining, which does not change while a list is read page by page.</summary>
    private async Task<List<PeerView>?> PeersOfAsync(string topic, PeerCursor? after)
    {
        var roster = await backplane.FetchAsync(topic);
        return roster?.Members
            .Select(member => PeerView.Of(topic, member))
            .Where(peer => after?.IsBefore(peer) ?? true)
            .OrderBy(peer => peer.JoinedAt).ThenBy(peer => peer.PeerId, StringComparer.Ordinal)
            .ToList();
    }
}
