using System.Collections.Concurrent;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace RtcHub.Tests;

/// <summary>
/// Peers that come, go, talk, are cut off and resume at random and all at once, and what must hold of everything that
/// they were told. A failure prints the seed and the steps.
/// </summary>
public class RandomSessionsTests
{
    private const int Actors = 4;
    private static readonly string[] Topics = ["tea", "coffee"];

    internal enum Act
    {
        Join,
        Leave,
        SendToOne,
        SendToAll,
        ChangeMetadata,
        Drop,
        Bye,
    }

    internal sealed record Step(int Actor, Act Act, int Topic, int To);

    private static readonly Gen<Act> Acts = Gen.Frequency(
        (6, Gen.Constant(Act.Join)),
        (2, Gen.Constant(Act.Leave)),
        (8, Gen.Constant(Act.SendToOne)),
        (4, Gen.Constant(Act.SendToAll)),
        (3, Gen.Constant(Act.ChangeMetadata)),
        (4, Gen.Constant(Act.Drop)),
        (1, Gen.Constant(Act.Bye)));

    private static readonly Gen<Step[]> Stories =
        from length in Gen.Choose(20, 160)
        from steps in Gen.ArrayOf(
            from actor in Gen.Choose(0, Actors - 1)
            from act in Acts
            from topic in Gen.Choose(0, Topics.Length - 1)
            from to in Gen.Choose(0, Actors - 1)
            select new Step(actor, act, topic, to),
            length)
        select steps;

    [Fact]
    public async Task Nothing_is_lost_doubled_or_out_of_order_and_every_roster_is_right()
    {
        await using var hub = await TestHub.StartAsync(options =>
        {
            options.CallsPerSecond = 0;
            options.ReplayBufferEvents = 100_000;
            options.ReplayBufferBytes = options.SlowConsumerBytes = 1 << 24;
        });
        var stories = 0;

        await Task.Run(() => Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(40),
            Prop.ForAll(Arb.From(Stories), steps => RunAsync(hub, steps, $" {stories++}").GetAwaiter().GetResult())));
    }

    private static async Task RunAsync(TestHub hub, Step[] steps, string story)
    {
        var observer = await hub.ConnectAsync([.. Topics.Select(topic => topic + story)]);
        var actors = await Task.WhenAll(Enumerable.Range(0, Actors).Select(_ => Actor.StartAsync(hub, story)));
        await Task.WhenAll(actors.Select((actor, index) => actor.PlayAsync(steps.Where(step => step.Actor == index), actors)));
        await ResumingPeer.ListenAsync([.. actors.Select(actor => actor.Session)]);

        var sessions = actors.SelectMany(actor => actor.Sessions).ToArray();
        var heard = await observer.DrainAsync();
        foreach (var session in sessions)
        {
            CheckOrder(session.Heard);
            CheckDelivery(session, sessions, heard);
        }

        foreach (var subscription in observer.Welcome.GetProperty("subscriptions").EnumerateArray())
            await CheckObserverAsync(observer, subscription, heard);
        foreach (var actor in actors)
            await actor.CheckRostersAsync();

        await observer.InvokeAsync("Bye");
        foreach (var actor in actors)
            await actor.Session.ByeAsync();
    }

    /// <summary>From one sender in one topic the numbers grow: nothing doubled, nothing out of order.</summary>
    private static void CheckOrder(IEnumerable<ServerCall> heard)
    {
        foreach (var stream in heard.Where(call => call.Method == "Message").GroupBy(call => (call[0].GetString(), call[1].GetString())))
            stream.Select(call => call[2].GetInt32()).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }

    /// <summary>What was answered with ok or queued was delivered, what was refused was not.</summary>
    private static void CheckDelivery(ResumingPeer sender, ResumingPeer[] sessions, IReadOnlyList<ServerCall> observed)
    {
        foreach (var message in sender.Messages)
        {
            if (message.To == "*")
            {
                if (message.Code is not null)
                    TimesIn(observed, message).Should().Be(message.Code == "ok" ? 1 : 0, $"the answer was {message.Code}");
                continue;
            }

            var receiver = sessions.Single(session => session.PeerId == message.To);
            if (message.Code is "ok" or "queued")
                TimesIn(receiver.Heard, message).Should().BeInRange(receiver.MayMiss(message.Topic) ? 0 : 1, 1, $"the answer was {message.Code}");
            else if (message.Code is not null)
                TimesIn(receiver.Heard, message).Should().Be(0, $"the answer was {message.Code}");
        }

        int TimesIn(IEnumerable<ServerCall> heard, ResumingPeer.Sent message) => heard.Count(call =>
            call.Method == "Message" && call[0].GetString() == message.Topic && call[1].GetString() == sender.PeerId
            && call[2].GetInt32() == message.Number);
    }

    /// <summary>Who was there all the time knows every version, and hears only from peers that it knows.</summary>
    private static async Task CheckObserverAsync(TestPeer observer, JsonElement subscription, IReadOnlyList<ServerCall> heard)
    {
        var roster = new RosterModel(subscription);
        foreach (var call in heard.Where(call => call[0].GetString() == roster.Topic))
        {
            if (call.Method == "Message")
                roster.Peers.Should().ContainKey(call[1].GetString()!);
            else
                roster.Apply(call, step: 1);
        }

        roster.ShouldBe(await observer.SubscribeAsync(roster.Topic));
    }

    private sealed class Actor
    {
        private readonly TestHub _hub;
        private readonly string _story;
        private readonly Dictionary<string, JsonElement> _snapshots = [];

        private Actor(TestHub hub, string story, ResumingPeer session)
        {
            (_hub, _story, Session) = (hub, story, session);
            Sessions.Add(session);
        }

        public ResumingPeer Session { get; private set; }

        public ConcurrentBag<ResumingPeer> Sessions { get; } = [];

        public static async Task<Actor> StartAsync(TestHub hub, string story) => new(hub, story, await ResumingPeer.ConnectAsync(hub));

        public async Task PlayAsync(IEnumerable<Step> steps, Actor[] actors)
        {
            foreach (var step in steps)
            {
                if (!Session.IsUp)
                    await Session.ResumeAsync();
                await PlayAsync(step, Topics[step.Topic] + _story, actors[step.To]);
            }

            if (!Session.IsUp)
                await Session.ResumeAsync();
        }

        /// <summary>The snapshot that it was given last and what it heard after that make the roster.</summary>
        public async Task CheckRostersAsync()
        {
            foreach (var (topic, snapshot) in _snapshots)
            {
                var roster = new RosterModel(snapshot);
                foreach (var call in Session.Heard.Where(call => call.Method != "Message" && call[0].GetString() == topic))
                    roster.Apply(call);
                roster.ShouldBe((await Session.InvokeAsync("Subscribe", topic, null)).GetProperty("subscription"));
            }
        }

        private async Task PlayAsync(Step step, string topic, Actor other)
        {
            switch (step.Act)
            {
                case Act.Join:
                    _snapshots[topic] = (await Session.InvokeAsync("Subscribe", topic, null)).GetProperty("subscription");
                    break;
                case Act.Leave:
                    (await Session.InvokeAsync("Unsubscribe", topic)).Code().Should().Be("ok");
                    Session.HasLeft(topic);
                    _snapshots.Remove(topic);
                    break;
                case Act.SendToOne:
                    Session.Send(topic, other.Session.PeerId);
                    break;
                case Act.SendToAll:
                    Session.Send(topic, "*");
                    break;
                case Act.ChangeMetadata:
                    var metadata = JsonElements.Json($$"""{"n":{{Session.Messages.Count}}}""");
                    (await Session.InvokeAsync("UpdateMetadata", topic, metadata)).Code()
                        .Should().Be(_snapshots.ContainsKey(topic) ? "ok" : "not_subscribed");
                    break;
                case Act.Drop:
                    await Session.DropAsync();
                    break;
                default:
                    await Session.ByeAsync();
                    _snapshots.Clear();
                    Session = await ResumingPeer.ConnectAsync(_hub);
                    Sessions.Add(Session);
                    break;
            }
        }
    }

    /// <summary>A roster as a client keeps it.</summary>
    private sealed class RosterModel
    {
        private long _version;

        public RosterModel(JsonElement subscription)
        {
            Topic = subscription.GetProperty("topic").GetString()!;
            _version = subscription.Version();
            foreach (var peer in subscription.GetProperty("peers").EnumerateArray())
                Peers.Add(peer.PeerId(), peer.GetRawText());
        }

        public string Topic { get; }

        public OrderedDictionary<string, string> Peers { get; } = [];

        public void Apply(ServerCall call, long? step = null)
        {
            var version = call.Arguments[^1].GetInt64();
            if (step is { } by)
                version.Should().Be(_version + by, "nobody misses a version");
            if (version <= _version)
                return; // came before the snapshot

            _version = version;
            switch (call.Method)
            {
                case "PeerJoined":
                    Peers.TryAdd(call[1].PeerId(), call[1].GetRawText()).Should().BeTrue("it was not there");
                    break;
                case "Roster":
                    Peers.Clear();
                    foreach (var peer in call[1].EnumerateArray())
                        Peers.Add(peer.PeerId(), peer.GetRawText());
                    break;
                case "PeerUpdated":
                    Peers.Should().ContainKey(call[1].PeerId());
                    Peers[call[1].PeerId()] = call[1].GetRawText();
                    break;
                default:
                    call.Method.Should().Be("PeerLeft");
                    Peers.Remove(call[1].GetString()!).Should().BeTrue("it was there");
                    break;
            }
        }

        public void ShouldBe(JsonElement snapshot) =>
            Peers.Values.Should().Equal(snapshot.GetProperty("peers").EnumerateArray().Select(peer => peer.GetRawText()));
    }
}
