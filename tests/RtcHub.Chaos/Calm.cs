using RtcHub.Chaos.Clients;
using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos;

/// <summary>
/// After a fault: do all peers of a topic reach each other again, and do all rosters name those who live, in time? Then
/// everyone comes back, says nothing more, and asks once who is there.
/// </summary>
internal sealed class Calm(World world)
{
    private static readonly TimeSpan EveryoneIsBackWithin = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan FromNodeToNode = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until the service is whole; how long after the fault it was. Late or never is a broken promise.</summary>
    public async Task<TimeSpan> HealAsync(TimeSpan over, TimeSpan within)
    {
        while (true)
        {
            var began = Clock.Now;
            var living = Living();
            var (who, what) = WrongInRosters(living) ?? await WrongBetweenPairsAsync(living) ?? default;
            if (what is null)
                return began - over;

            if (began - over > within)
            {
                world.Journal.Report(new Broken("heals in time", began, who, $"{(began - over).TotalSeconds:0.0} s after the fault was over, {what}"));
                return began - over;
            }

            await Clock.Delay(BetweenLooks);
        }
    }

    /// <summary>
    /// Everyone is back and has nothing under way; then each client asks who is in its topics. With
    /// <paramref name="untilNoGhosts"/> the end of all lost clients is awaited before.
    /// </summary>
    public async Task SettleAsync(TimeSpan untilNoGhosts)
    {
        var since = Clock.Now;
        while (world.Clients.FirstOrDefault(client => client.Unsettled is not null) is { } client)
        {
            if (Clock.Now - since > EveryoneIsBackWithin)
            {
                world.Journal.Report(new Broken(
                    "everyone is back", Clock.Now, Logs(client), $"{client.Name} is not: {client.Unsettled}, {EveryoneIsBackWithin.TotalSeconds} s after it could"));
                break;
            }

            await Clock.Delay(BetweenLooks);
        }

        // What was answered, and what follows a resume, may still be on its way from node to node.
        await Clock.Delay(FromNodeToNode);
        await UntilAsync(() => WrongInRosters(Living()) is null, TimeSpan.FromSeconds(2));
        await UntilAsync(() => !AnyGhost(Living()), untilNoGhosts);
        var rosters = Living();
        await Task.WhenAll(world.Clients.Select(client => client.TakeSnapshotsAsync(rosters)));
    }

    private static async Task UntilAsync(Func<bool> condition, TimeSpan atMost)
    {
        for (var since = Clock.Now; Clock.Now - since < atMost && !condition(); await Clock.Delay(BetweenLooks))
        {
        }
    }

    private bool AnyGhost(Dictionary<string, IReadOnlyDictionary<string, string>> living) => living.Any(topic => Members(topic.Key).Any(client =>
        client.Keeper.Look(session => session is not null && session.Rosters.TryGetValue(topic.Key, out var roster)
            && roster.Peers.Keys.Any(id => !topic.Value.ContainsKey(id)))));

    /// <summary>Who is in each topic for certain, with its metadata.</summary>
    private Dictionary<string, IReadOnlyDictionary<string, string>> Living() => world.Clients
        .SelectMany(client => client.Topics)
        .Distinct()
        .ToDictionary(topic => topic, topic => (IReadOnlyDictionary<string, string>)Members(topic).ToDictionary(
            client => client.Keeper.PeerId!, client => client.MetadataIn(topic)));

    private IEnumerable<Client> Members(string topic) => world.Clients.Where(client =>
        client.Topics.Contains(topic) && client.Keeper.IsUp && client.Keeper.Look(session => session?.Rosters.ContainsKey(topic) == true));

    /// <summary>A member that is up, and does not list one that is up as connected.</summary>
    private (SessionLog[] Who, string What)? WrongInRosters(Dictionary<string, IReadOnlyDictionary<string, string>> living)
    {
        foreach (var topic in living.Keys)
        {
            foreach (var client in Members(topic))
            {
                var wrong = client.Keeper.Look(session =>
                {
                    if (session is null || !session.Rosters.TryGetValue(topic, out var roster) || !living[topic].ContainsKey(session.PeerId))
                        return null;
                    if (!roster.IsKnown)
                        return $"{client.Name} has no roster of {topic}";
                    var missing = living[topic].Keys.Where(id => id != session.PeerId)
                        .FirstOrDefault(id => !(roster.Peers.TryGetValue(id, out var peer) && peer.State == "connected"));
                    return missing is null ? null : $"{client.Name} does not list {missing} in {topic} as connected";
                });
                if (wrong is not null)
                    return (Logs(client), wrong);
            }
        }

        return null;
    }

    /// <summary>One message from each to each.</summary>
    private async Task<(SessionLog[] Who, string What)?> WrongBetweenPairsAsync(Dictionary<string, IReadOnlyDictionary<string, string>> living)
    {
        var probes = new List<Message>();
        foreach (var (topic, peers) in living)
        {
            foreach (var client in Members(topic).Where(client => client.Keeper.PeerId is { } own && peers.ContainsKey(own)))
                probes.AddRange(peers.Keys.Where(id => id != client.Keeper.PeerId).Select(id => client.Keeper.Send("SendMessage", topic, id)).OfType<Message>());
        }

        var answers = Task.WhenAll(probes.Select(probe => probe.Settled));
        await Task.WhenAny(answers, Clock.Delay(TimeSpan.FromSeconds(3)));
        var failed = probes.Find(probe => !probe.IsAccepted);
        if (failed is null)
            return null;
        SessionLog[] who = world.Journal.TryFind(failed.To, out var to) ? [failed.Sender, to] : [failed.Sender];
        return (who, $"message {failed.Number} of {failed.Sender} to {failed.To} in {failed.Topic} was answered {failed.Code ?? "not at all"}");
    }

    private static SessionLog[] Logs(Client client) => client.Keeper.Look<SessionLog[]>(session => session is null ? [] : [session.Log]);
}
