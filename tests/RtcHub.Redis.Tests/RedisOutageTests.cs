using System.Diagnostics;
using System.Net;
using System.Text.Json;
using RtcHub.Redis;
using RtcHub.Sessions;
using RtcHub.Topics;

namespace RtcHub.Tests;

/// <summary>A real Redis that is killed, comes back empty, forgets, or hangs up.</summary>
public sealed class RedisOutageTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ThreeSeconds = TimeSpan.FromSeconds(3);

    private readonly RedisProcess _redis = new();

    public void Dispose() => _redis.Dispose();

    [Fact]
    public async Task While_redis_is_away_peers_of_one_node_go_on_for_longer_than_a_lease()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2);
        var (ada, bob, eve) = (await cluster[0].ConnectAsync("tea"), await cluster[0].ConnectAsync("tea"), await cluster[1].ConnectAsync("tea"));
        await bob.NextAsync("PeerJoined");
        _redis.Kill();

        var clock = Stopwatch.StartNew();
        for (var n = 0; clock.Elapsed < NodeKeeper.Lease * 1.5; n++)
        {
            (await ada.CodeOfAsync("SendMessage", "tea", bob.PeerId, n)).Should().Be("ok");
            (await bob.NextAsync("Message"))[2].GetInt32().Should().Be(n);
        }

        (await eve.CodeOfAsync("GetIceServers", "tea")).Should().Be("ok", "nobody was disconnected");
    }

    [Fact]
    public async Task While_redis_is_away_a_session_resumes_on_its_node()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2);
        var (ada, bob) = (await cluster[0].ConnectAsync("tea"), await cluster[0].ConnectAsync("tea"));
        await ada.NextAsync("PeerJoined");
        _redis.Kill();
        await cluster.WhenAwayAsync();
        await ada.DropAsync();
        await bob.InvokeAsync("SendMessage", "tea", ada.PeerId, 1);

        var back = await cluster[0].ResumeAsync(ada);

        back.PeerId.Should().Be(ada.PeerId);
        (await back.NextAsync("Message"))[2].GetInt32().Should().Be(1);
        (await back.CodeOfAsync("SendMessage", "tea", bob.PeerId, 2)).Should().Be("ok");
        (await bob.NextAsync("Message"))[2].GetInt32().Should().Be(2);
    }

    [Fact]
    public async Task While_redis_is_away_what_is_for_another_node_is_answered_within_a_second()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2);
        var (ada, bob) = (await cluster[0].ConnectAsync("tea"), await cluster[1].ConnectAsync("tea"));
        await ada.NextAsync("PeerJoined");
        _redis.Kill();

        var clock = Stopwatch.StartNew();
        (await ada.CodeOfAsync("SendMessage", "tea", bob.PeerId, 1)).Should().BeOneOf("queued", "backplane_unavailable");
        clock.Elapsed.Should().BeLessThan(Second);

        await cluster.WhenAwayAsync();
        clock.Restart();
        (await ada.CodeOfAsync("SendMessage", "tea", bob.PeerId, 2)).Should().Be("backplane_unavailable");
        clock.Elapsed.Should().BeLessThan(Second);
    }

    [Fact]
    public async Task While_redis_is_away_a_subscription_is_refused_within_a_second()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2);
        var ada = await cluster[0].ConnectAsync();
        _redis.Kill();

        var clock = Stopwatch.StartNew();
        (await ada.CodeOfAsync("Subscribe", "tea", null)).Should().Be("backplane_unavailable");
        clock.Elapsed.Should().BeLessThan(Second);

        await cluster.WhenAwayAsync();
        clock.Restart();
        (await ada.CodeOfAsync("Subscribe", "tea", null)).Should().Be("backplane_unavailable");
        clock.Elapsed.Should().BeLessThan(Second);
    }

    [Fact]
    public async Task Calls_that_wait_for_a_silent_redis_are_answered_together()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2);
        var (ada, bob) = (await cluster[0].ConnectAsync("tea"), await cluster[1].ConnectAsync("tea"));
        await ada.NextAsync("PeerJoined");
        _redis.Stop();

        var clock = Stopwatch.StartNew();
        var codes = await Task.WhenAll(
            ada.CodeOfAsync("SendMessage", "tea", bob.PeerId, 1),
            ada.CodeOfAsync("SendMessage", "tea", bob.PeerId, 2),
            ada.CodeOfAsync("UpdateMetadata", "tea", JsonElements.Json("{}")),
            ada.CodeOfAsync("Subscribe", "coffee", null));
        clock.Elapsed.Should().BeLessThan(Second * 1.5, "each alone waits for almost a second");
        codes.Should().HaveElementAt(0, "queued").And.HaveElementAt(2, "backplane_unavailable").And.HaveElementAt(3, "backplane_unavailable");
        codes[1].Should().BeOneOf("queued", "backplane_unavailable"); // queued when it came together with the first

        _redis.Continue();
        await Eventually.TrueAsync(
            ThreeSeconds, async () => await ada.CodeOfAsync("SendMessage", "tea", bob.PeerId, 3) == "ok", "bob can be reached again");
        var heard = (await bob.DrainAsync()).Where(call => call.Method == "Message").Select(call => call[2].GetInt32());
        heard.Should().Equal(codes[1] == "queued" ? [1, 2, 3] : [1, 3], "what was queued comes in its order, and nothing that was refused");
    }

    [Fact]
    public async Task A_lock_that_is_refused_while_redis_is_away_is_not_made_when_it_is_back()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2, JoinTokens.Require);
        var (mod, bob) = (await cluster[0].ConnectAsync(), await cluster[1].ConnectAsync());
        await mod.InvokeAsync("RefreshToken", JoinTokens.TokenOf(TimeProvider.System, "mod", TopicGrants.Moderate));
        await bob.InvokeAsync("RefreshToken", JoinTokens.TokenOf(TimeProvider.System, "bob"));
        await mod.SubscribeAsync("tea");
        _redis.Kill();
        (await mod.CodeOfAsync("LockTopic", "tea", true)).Should().Be("backplane_unavailable");
        await cluster.WhenAwayAsync();

        _redis.Start();
        await cluster.WhenUpAsync(ThreeSeconds);

        (await bob.SubscribeAsync("tea")).GetProperty("peers")[0].Fields().Should().NotContain("locks");
        (await mod.CodeOfAsync("UpdateMetadata", "tea", JsonElements.Json("{}"))).Should().Be("ok");
        (await bob.NextAsync("PeerUpdated"))[1].Fields().Should().NotContain("locks");
    }

    [Fact]
    public async Task A_node_is_ready_while_it_reaches_redis()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 1);
        (await cluster[0].GetAsync("/readyz")).Should().Be(HttpStatusCode.OK);

        _redis.Kill();
        await Eventually.TrueAsync(
            ThreeSeconds, async () => await cluster[0].GetAsync("/readyz") == HttpStatusCode.ServiceUnavailable, "it says that it is not ready");

        _redis.Start();
        await Eventually.TrueAsync(ThreeSeconds, async () => await cluster[0].GetAsync("/readyz") == HttpStatusCode.OK, "it is ready");
    }

    [Fact]
    public async Task When_redis_is_back_and_empty_everyone_reaches_everyone()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 3);
        var peers = await MeetAsync(cluster);
        _redis.Kill();
        await cluster.WhenAwayAsync();

        _redis.Start();

        var clock = Stopwatch.StartNew();
        await ExpectWholeAsync(peers, afterVersion: peers.Length);
        await ExpectAllToHearAllAsync(peers, ThreeSeconds - clock.Elapsed);
    }

    [Fact]
    public async Task When_redis_is_emptied_everyone_reaches_everyone()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 3);
        var peers = await MeetAsync(cluster);

        _redis.Run("FLUSHALL");

        var clock = Stopwatch.StartNew();
        await ExpectWholeAsync(peers, afterVersion: peers.Length);
        await ExpectAllToHearAllAsync(peers, ThreeSeconds - clock.Elapsed);
    }

    [Fact]
    public async Task A_change_before_an_emptied_redis_knows_the_topic_again_is_refused_for_now()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 1);
        var ada = await cluster[0].ConnectAsync("tea");

        _redis.Run("DEL", cluster[0].Keys.Roster("tea")!);

        (await ada.CodeOfAsync("UpdateMetadata", "tea", JsonElements.Json("{}"))).Should().Be("backplane_unavailable");
    }

    [Fact]
    public async Task Who_left_or_was_lost_while_redis_was_away_is_so_when_it_is_back()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2);
        var (ada, bob, eve) = (await cluster[0].ConnectAsync("tea"), await cluster[1].ConnectAsync("tea"), await cluster[1].ConnectAsync("tea"));
        _redis.Kill();
        await cluster.WhenAwayAsync();
        await bob.InvokeAsync("Bye");
        await eve.DropAsync();

        _redis.Start();

        await Eventually.TrueAsync(
            ThreeSeconds,
            async () => (await RosterAsync(ada)).EnumerateArray().ToArray() is [var only] && only.PeerId() == eve.PeerId && only.State() == "interrupted",
            "bob is out, and eve is interrupted");
    }

    [Fact]
    public async Task Whose_session_ended_while_redis_was_away_has_none_when_it_is_back()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2);
        var ada = await cluster[0].ConnectAsync("tea");
        _redis.Stop();
        await cluster.WhenAwayAsync();
        await ada.InvokeAsync("Bye");

        _redis.Continue();
        await cluster.WhenUpAsync(ThreeSeconds);

        await cluster[1].ResumeAsync(ada, code: "session_gone");
    }

    [Fact]
    public async Task Who_left_and_was_remembered_by_another_node_comes_back_as_it_says_then()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2);
        var (ada, bob) = (await cluster[0].ConnectAsync("tea"), await cluster[1].ConnectAsync());
        await bob.SubscribeAsync("tea", new { metadata = new { name = "Bob" } });
        var (database, keys) = (_redis.Connection.GetDatabase(), cluster[1].Keys);
        var remembered = await database.HashGetAsync(keys.Roster("tea"), bob.PeerId);
        await bob.InvokeAsync("Unsubscribe", "tea");
        await database.HashSetAsync(keys.Roster("tea"), bob.PeerId, remembered);
        await database.HashIncrementAsync(keys.Where("tea"), cluster[1].Backplane.NodeId);

        await bob.SubscribeAsync("tea", new { metadata = new { name = "Robert" } });

        await cluster[0].SettleAsync();
        (await RosterAsync(ada)).EnumerateArray().Should().ContainSingle()
            .Which.GetProperty("metadata").GetProperty("name").GetString().Should().Be("Robert");
    }

    [Fact]
    public async Task Who_ended_on_a_node_that_it_had_left_and_come_back_to_is_out_whoever_remembers_it()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2);
        var ada = await cluster[0].ConnectAsync("tea");
        var moved = await cluster[1].ResumeAsync(ada);
        _redis.Run("HSET", cluster[0].Keys.Session(ada.PeerId)!, "node", "dead"); // as if the node that it went to had died
        var back = await cluster[0].ResumeAsync(moved, code: "gap");
        var (database, roster) = (_redis.Connection.GetDatabase(), cluster[0].Keys.Roster("tea"));
        var remembered = await database.HashGetAsync(roster, ada.PeerId);
        await back.InvokeAsync("Bye");

        // As a node does that comes back to an emptied Redis after the others, and knows the topic as it was before.
        await database.ScriptEvaluateAsync(
            RedisScript.Restore.Text,
            cluster[1].Keys.OfTopic("tea"),
            [cluster[1].Backplane.NodeId, 9, 1, cluster[1].Keys.InboxPrefix, "tea", 0, 1, ada.PeerId, remembered]);

        await Eventually.TrueAsync(
            ThreeSeconds, async () => !await database.HashExistsAsync(roster, ada.PeerId), "its node takes it out again");
    }

    [Fact]
    public async Task A_session_that_was_on_its_way_when_redis_was_emptied_is_in_its_topics_when_it_comes()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2);
        var (ada, bob) = (new Peer(Guid.NewGuid().ToString(), PeerState.Connected, DateTime.UnixEpoch, null), await cluster[0].ConnectAsync("tea"));
        var roster = new RosterSnapshot([new Member(ada, "dead", 1, TopicAccess.Open)], 9);
        var state = new SessionState(
            ada.PeerId, 2, Tickets.New(ada.PeerId), 0, 0, Second * 30, new OutboxState(1, [], MustRestart: false),
            [new MembershipState("tea", ada, TopicAccess.Open, roster)], IsUncertain: true);
        using var message = NodeLink.Begin(InboxMessage.State, "dead", stream: 1, number: 1);
        message.Put("a request").Write(state);

        await _redis.Connection.GetSubscriber().PublishAsync(cluster[1].Inbox, message.ToArray());

        var told = await bob.NextAsync("Roster");
        told[1].PeerIds().Should().Equal(ada.PeerId);
        told[2].GetInt32().Should().Be(10, "ada was told 9");
    }

    [Fact]
    public async Task What_is_sent_while_redis_hangs_up_on_subscribers_arrives_once_and_in_order()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2);
        var (ada, bob) = (await cluster[0].ConnectAsync("tea"), await cluster[1].ConnectAsync("tea"));
        await ada.NextAsync("PeerJoined");

        var delivered = new List<int>();
        for (var n = 0; n < 400; n++)
        {
            if (n is 100 or 250)
                _redis.Run("CLIENT", "KILL", "TYPE", "pubsub");
            if (await ada.CodeOfAsync("SendMessage", "tea", bob.PeerId, n) is "ok" or "queued")
                delivered.Add(n);
        }

        var clock = Stopwatch.StartNew();
        foreach (var n in delivered)
            (await bob.NextAsync("Message"))[2].GetInt32().Should().Be(n);
        clock.Elapsed.Should().BeLessThan(ThreeSeconds);
        (await bob.DrainAsync()).Should().BeEmpty();
        delivered.Should().HaveCountGreaterThan(200);
    }

    [Fact]
    public async Task A_change_that_nobody_heard_of_while_redis_hung_up_on_subscribers_is_told_afterwards()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2);
        var ada = await cluster[0].ConnectAsync("tea");
        var (roster, eve) = (cluster[0].Keys.Roster("tea").ToString(), Guid.NewGuid().ToString());
        _redis.Run("HSET", roster, "v", "2", eve, $"2 elsewhere 1 c\n{DateTime.UnixEpoch.Ticks} - ");
        (await ada.DrainAsync()).Should().BeEmpty();

        _redis.Run("CLIENT", "KILL", "TYPE", "pubsub");

        (await ada.NextAsync("Roster"))[1].PeerIds().Should().Contain(eve);
    }

    [Fact]
    public async Task When_redis_forgets_the_scripts_every_change_goes_on()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2);
        var (ada, bob) = (await cluster[0].ConnectAsync("tea"), await cluster[1].ConnectAsync());

        _redis.Run("SCRIPT", "FLUSH");
        await bob.SubscribeAsync("tea");
        _redis.Run("SCRIPT", "FLUSH");
        await bob.InvokeAsync("UpdateMetadata", "tea", JsonElements.Json("{}"));
        _redis.Run("SCRIPT", "FLUSH");
        await bob.InvokeAsync("Unsubscribe", "tea");

        (await ada.DrainAsync()).Select(call => call.Method).Should().Equal("PeerJoined", "PeerUpdated", "PeerLeft");
    }

    [Fact]
    public async Task Messages_of_another_version_are_dropped_and_counted()
    {
        await using var cluster = await Cluster.StartAsync(_redis, nodes: 2);
        var (ada, bob) = (await cluster[0].ConnectAsync("tea"), await cluster[1].ConnectAsync("tea"));
        await ada.NextAsync("PeerJoined");

        foreach (var message in new byte[][] { [3, (byte)'E'], [2], [2, 1, 0, 0, 0], [2, 255, 255, 255, 255, 1], [0], [], [255, (byte)'R', (byte)'J'] })
            await _redis.Connection.GetSubscriber().PublishAsync(cluster[0].Inbox, message);

        (await bob.CodeOfAsync("SendMessage", "tea", ada.PeerId, 1)).Should().Be("ok");
        (await ada.NextAsync("Message"))[2].GetInt32().Should().Be(1);
        cluster[0].Backplane.UnknownMessages.Should().Be(7);
        cluster[1].Backplane.UnknownMessages.Should().Be(0);
    }

    /// <summary>Two on each node, all in one topic.</summary>
    private static async Task<TestPeer[]> MeetAsync(Cluster cluster)
    {
        var peers = new List<TestPeer>();
        for (var i = 0; i < 2 * cluster.Nodes.Length; i++)
            peers.Add(await cluster.Nodes[i % cluster.Nodes.Length].ConnectAsync("tea"));
        foreach (var peer in peers)
            await peer.DrainAsync();
        return [.. peers];
    }

    /// <summary>Within three seconds, everyone's roster has all the others in a version later than that.</summary>
    private static Task ExpectWholeAsync(TestPeer[] peers, int afterVersion) => Eventually.TrueAsync(
        ThreeSeconds,
        async () =>
        {
            foreach (var peer in peers)
            {
                var subscription = await peer.SubscribeAsync("tea");
                if (subscription.Version() <= afterVersion
                    || !subscription.GetProperty("peers").PeerIds().ToHashSet().SetEquals(peers.Except([peer]).Select(other => other.PeerId)))
                    return false;
            }

            return true;
        },
        "every roster is whole, and later than before");

    /// <summary>Everyone sends to everyone, again while a node has yet to notice that Redis is another; it comes once.</summary>
    private static async Task ExpectAllToHearAllAsync(TestPeer[] peers, TimeSpan within)
    {
        await Task.WhenAll(peers.SelectMany(from => peers.Where(to => to != from).Select(to => Eventually.TrueAsync(
            within, async () => await from.CodeOfAsync("SendMessage", "tea", to.PeerId, from.PeerId) == "ok", "everyone reaches everyone"))));

        foreach (var peer in peers)
        {
            (await peer.DrainAsync()).Where(call => call.Method == "Message").Select(call => call[2].GetString())
                .Should().BeEquivalentTo(peers.Except([peer]).Select(other => other.PeerId));
        }
    }

    /// <summary>Who is in the topic, as that peer's node knows it.</summary>
    private static async Task<JsonElement> RosterAsync(TestPeer peer) => (await peer.SubscribeAsync("tea")).GetProperty("peers");
}
