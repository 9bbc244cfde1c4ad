using System.Buffers.Text;
using System.Net;
using RtcHub.Redis;
using RtcHub.Sessions;
using HashEntry = StackExchange.Redis.HashEntry;
using RedisKey = StackExchange.Redis.RedisKey;

namespace RtcHub.Tests;

/// <summary>A session goes on, on another node than it was on.</summary>
public class HandOverTests
{
    [Fact]
    public async Task A_session_resumed_on_another_node_goes_on_as_if_it_had_stayed()
    {
        await using var cluster = await Cluster.StartAsync(RedisProcess.Shared, nodes: 2);
        var (bob, ada) = (await cluster[0].ConnectAsync("tea"), await cluster[0].ConnectAsync("tea", "coffee"));
        await bob.NextAsync("PeerJoined");
        for (var n = 1; n <= 3; n++)
            await bob.InvokeAsync("SendMessage", "tea", ada.PeerId, n);
        for (var n = 1; n <= 5; n++)
            await ada.InvokeAsync("SendMessage", "tea", bob.PeerId, n);
        (await ada.DrainAsync()).Should().HaveCount(3);
        await ada.DropAsync();
        await bob.InvokeAsync("SendMessage", "tea", ada.PeerId, 4);

        var back = await cluster[1].ConnectAsync();
        var answer = await back.ResumeAsync(ada, received: 1);

        answer.GetRawText().Should().Be("""{"received":5,"code":"ok"}""");
        (back.PeerId, back.Ticket == ada.Ticket).Should().Be((ada.PeerId, false));
        back.Welcome.GetProperty("subscriptions").EnumerateArray().Select(subscription => subscription.GetProperty("topic").GetString())
            .Should().BeEquivalentTo("tea", "coffee");
        await bob.InvokeAsync("SendMessage", "tea", ada.PeerId, 5);
        MessagesFrom(bob, await back.DrainAsync()).Should().Equal(2, 3, 4, 5);
    }

    [Fact]
    public async Task Both_counts_go_on_from_node_to_node()
    {
        await using var cluster = await Cluster.StartAsync(RedisProcess.Shared, nodes: 3);
        var (bob, ada) = (await cluster[0].ConnectAsync("tea"), await cluster[0].ConnectAsync("tea"));
        await bob.NextAsync("PeerJoined");
        for (var round = 1; round <= 4; round++)
        {
            (await ada.CodeOfAsync("SendMessage", "tea", bob.PeerId, round)).Should().Be("ok");
            (await bob.CodeOfAsync("SendMessage", "tea", ada.PeerId, round)).Should().Be("ok");
            MessagesFrom(bob, await ada.DrainAsync()).Should().Equal(round);
            await ada.DropAsync();
            var back = await cluster[round % 3].ConnectAsync();
            var answer = await back.ResumeAsync(ada, ada.Received);

            (answer.Code(), answer.GetProperty("received").GetInt32()).Should().Be(("ok", round));
            await cluster[0].SettleAsync(); // Bob's node knows
            ada = back;
        }

        MessagesFrom(bob, await ada.DrainAsync()).Should().BeEmpty("each has come once");
    }

    [Fact]
    public async Task What_is_sent_while_it_moves_arrives_once_and_in_order()
    {
        await using var cluster = await Cluster.StartAsync(RedisProcess.Shared, nodes: 3, NoGaps);
        TestPeer[] senders = [await cluster[0].ConnectAsync("tea"), await cluster[1].ConnectAsync("tea"), await cluster[2].ConnectAsync("tea")];
        var ada = await cluster[0].ConnectAsync("tea");
        foreach (var sender in senders)
            await Eventually.TrueAsync(TimeSpan.FromSeconds(5), () => sender.TakeAll().Any(call => call[1].PeerId() == ada.PeerId), "all know ada");
        using var enough = new CancellationTokenSource();
        var sending = senders.Select(sender => SendUntilAsync(sender, ada.PeerId, enough.Token)).ToArray();

        var heard = new List<ServerCall>();
        for (var move = 1; move <= 6; move++)
        {
            heard.Add(await ada.NextAsync()); // it is under way
            if (move % 2 == 0)
                await ada.DropAsync(); // or else its old connection goes on until the new one has it
            var received = ada.Received;
            while (heard.Count < received)
                heard.Add(await ada.NextAsync());
            var back = await cluster[move % 3].ConnectAsync();
            (await back.ResumeAsync(ada, received)).Code().Should().Be("ok");
            ada = back;
        }

        await enough.CancelAsync();
        var sent = await Task.WhenAll(sending);
        heard.AddRange(await ada.DrainAsync());
        foreach (var (sender, count) in senders.Zip(sent))
            MessagesFrom(sender, heard).Should().Equal(Enumerable.Range(0, count));
    }

    [Fact]
    public async Task Peers_are_told_of_its_state_and_of_nothing_else()
    {
        await using var cluster = await Cluster.StartAsync(RedisProcess.Shared, nodes: 3);
        var (ada, bob, eve) = (await cluster[0].ConnectAsync("tea"), await cluster[0].ConnectAsync("tea"), await cluster[1].ConnectAsync("tea"));
        await bob.NextAsync("PeerJoined");
        await ada.DropAsync();
        await bob.NextAsync("PeerUpdated");
        await eve.NextAsync("PeerUpdated");

        await cluster[2].ResumeAsync(ada);

        foreach (var peer in new[] { bob, eve })
        {
            var update = (await peer.DrainAsync()).Should().ContainSingle().Which;
            (update.Method, update[1].PeerId(), update[1].State(), update[2].GetInt32()).Should().Be(("PeerUpdated", ada.PeerId, "connected", 5));
        }
    }

    [Fact]
    public async Task Peers_are_told_nothing_when_it_moves_before_its_old_connection_is_lost()
    {
        await using var cluster = await Cluster.StartAsync(RedisProcess.Shared, nodes: 3);
        var (ada, bob, eve) = (await cluster[0].ConnectAsync("tea"), await cluster[0].ConnectAsync("tea"), await cluster[1].ConnectAsync("tea"));
        await bob.NextAsync("PeerJoined");

        await cluster[2].ResumeAsync(ada);

        await ada.Closed; // newest wins
        (await bob.DrainAsync()).Should().BeEmpty();
        (await eve.DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_session_without_topics_moves_too()
    {
        await using var cluster = await Cluster.StartAsync(RedisProcess.Shared, nodes: 3);
        var ada = await cluster[0].ConnectAsync();
        await ada.InvokeAsync("SendMessage", "tea", "*", 1);
        await ada.DropAsync();

        var back = await cluster[1].ConnectAsync();
        (await back.ResumeAsync(ada, 0)).GetRawText().Should().Be("""{"received":1,"code":"ok"}""");
        back.PeerId.Should().Be(ada.PeerId);

        await back.DropAsync();
        (await cluster[2].ResumeAsync(back)).PeerId.Should().Be(ada.PeerId);
    }

    [Fact]
    public async Task A_ticket_that_was_replaced_is_void_on_every_node()
    {
        await using var cluster = await Cluster.StartAsync(RedisProcess.Shared, nodes: 3);
        var ada = await cluster[0].ConnectAsync("tea");
        await ada.DropAsync();
        var back = await cluster[1].ResumeAsync(ada);
        (await back.CodeOfAsync("GetIceServers", "tea")).Should().Be("ok");

        for (var node = 0; node < 3; node++)
            await cluster[node].ResumeAsync(ada, code: "session_gone");
        (await back.CodeOfAsync("GetIceServers", "tea")).Should().Be("ok");
    }

    [Theory]
    [InlineData("tea")]
    [InlineData(null)]
    public async Task A_forged_ticket_is_refused_on_another_node_and_harms_nobody(string? topic)
    {
        await using var cluster = await Cluster.StartAsync(RedisProcess.Shared, nodes: 2);
        string[] topics = topic is null ? [] : [topic];
        var (ada, bob) = (await cluster[0].ConnectAsync(topics), await cluster[0].ConnectAsync(topics));
        await ada.DrainAsync();

        for (var at = 0; at < Base64Url.DecodeFromChars(ada.Ticket).Length; at += 8)
        {
            var forged = Base64Url.DecodeFromChars(ada.Ticket);
            forged[at] ^= 1;
            var thief = await cluster[1].ConnectAsync();
            (await thief.CodeOfAsync("Resume", Base64Url.EncodeToString(forged), 0)).Should().Be("session_gone");
        }

        (await ada.CodeOfAsync("Unsubscribe", "milk")).Should().Be("ok", "it has its connection still");
        (await bob.DrainAsync()).Should().BeEmpty();
        (await cluster[1].ResumeAsync(ada)).PeerId.Should().Be(ada.PeerId);
    }

    [Fact]
    public async Task A_node_that_stops_sends_its_clients_away_and_takes_nobody_in()
    {
        await using var cluster = await Cluster.StartAsync(RedisProcess.Shared, nodes: 2);
        await cluster.WhenAcquaintedAsync();
        var (ada, bob) = (await cluster[0].ConnectAsync("tea"), await cluster[1].ConnectAsync("tea"));
        await ada.NextAsync("PeerJoined");
        var received = ada.Received;

        var stopping = cluster[0].StopAsync();

        var goAway = (await ada.NextAsync("GoAway"))[0];
        goAway.Fields().Should().BeEquivalentTo("reason", "spreadMs", "deadlineMs");
        ada.Received.Should().Be(received, "a GoAway is not counted");
        (await cluster[0].GetAsync("/rtc")).Should().Be(HttpStatusCode.ServiceUnavailable);
        (await cluster[0].GetAsync("/readyz")).Should().Be(HttpStatusCode.ServiceUnavailable);
        (await bob.CodeOfAsync("SendMessage", "tea", ada.PeerId, 1)).Should().Be("ok", "who is there is served");

        var back = await cluster[1].ResumeAsync(ada);
        await stopping.WaitAsync(TimeSpan.FromSeconds(5)); // long before the deadline: it is empty

        (await back.CodeOfAsync("SendMessage", "tea", bob.PeerId, 2)).Should().Be("ok");
        (await bob.NextAsync("Message"))[2].GetInt32().Should().Be(2);
        (await bob.DrainAsync()).Should().BeEmpty("it was told nothing of the move");
    }

    [Fact]
    public async Task Who_was_interrupted_when_its_node_stopped_resumes_on_another_with_all_it_missed()
    {
        await using var cluster = await Cluster.StartAsync(RedisProcess.Shared, nodes: 2);
        await cluster.WhenAcquaintedAsync();
        var (ada, bob) = (await cluster[0].ConnectAsync("tea"), await cluster[1].ConnectAsync("tea"));
        var eve = await cluster[0].ConnectAsync();
        await ada.NextAsync("PeerJoined");
        await ada.DropAsync();
        await eve.DropAsync();
        await bob.NextAsync("PeerUpdated");
        (await bob.CodeOfAsync("SendMessage", "tea", ada.PeerId, 1)).Should().Be("queued");

        await cluster[0].StopAsync();

        (await bob.CodeOfAsync("SendMessage", "tea", ada.PeerId, 2)).Should().Be("queued");
        var back = await cluster[1].ResumeAsync(ada);
        MessagesFrom(bob, await back.DrainAsync()).Should().Equal(1, 2);
        (await bob.NextAsync("PeerUpdated"))[1].State().Should().Be("connected");
        (await cluster[1].ResumeAsync(eve)).PeerId.Should().Be(eve.PeerId);
        (await bob.DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_session_that_ended_while_its_node_died_is_gone_whatever_was_left_of_it()
    {
        await using var cluster = await Cluster.StartAsync(RedisProcess.Shared, nodes: 1);
        var (record, ticket) = await LeaveRecordAsync(cluster[0], "tea"); // and it is not in that roster
        var client = await cluster[0].ConnectAsync();

        (await client.CodeOfAsync("Resume", ticket, 0)).Should().Be("session_gone");

        (await RedisProcess.Shared.Connection.GetDatabase().KeyExistsAsync(record)).Should().BeFalse();
    }

    [Fact]
    public async Task A_session_that_had_left_its_topics_when_its_node_died_comes_back()
    {
        await using var cluster = await Cluster.StartAsync(RedisProcess.Shared, nodes: 1);
        var (_, ticket) = await LeaveRecordAsync(cluster[0]);
        var client = await cluster[0].ConnectAsync();

        (await client.CodeOfAsync("Resume", ticket, 0)).Should().Be("gap");
    }

    [Fact]
    public async Task A_session_whose_move_redis_made_without_a_word_comes_with_all_it_has()
    {
        using var redis = new RedisProcess();
        await using var cluster = await Cluster.StartAsync(redis, nodes: 2);
        var (bob, ada) = (await cluster[0].ConnectAsync("tea"), await cluster[0].ConnectAsync("tea"));
        await bob.NextAsync("PeerJoined");
        await ada.DropAsync();
        await bob.NextAsync("PeerUpdated");
        (await bob.CodeOfAsync("SendMessage", "tea", ada.PeerId, 1)).Should().Be("queued");
        using var claim = new InboxWriter(InboxMessage.Claim);
        claim.Put(cluster[1].Backplane.NodeId).Put("a request").Put(ada.Ticket);

        // Its node hears of the claim, and Redis does what that asks for, but says so later than anybody waits.
        var batch = redis.Connection.GetDatabase().CreateBatch();
        Task[] commands = [batch.PublishAsync(cluster[0].Inbox, claim.ToArray()), batch.ExecuteAsync("CLIENT", "PAUSE", "1200", "ALL")];
        batch.Execute();
        await Task.WhenAll(commands);
        await Eventually.TrueAsync(
            TimeSpan.FromSeconds(5), () => redis.Run("HGET", cluster[0].Keys.Session(ada.PeerId)!, "node").Trim() == cluster[1].Backplane.NodeId, "it moved");

        var back = await cluster[1].ResumeAsync(ada);
        (await back.NextAsync("Message"))[2].GetInt32().Should().Be(1);
    }

    /// <summary>What Redis has of a session whose node died.</summary>
    private static async Task<(RedisKey Record, string Ticket)> LeaveRecordAsync(ClusterNode heir, params string[] topics)
    {
        var peerId = Guid.NewGuid().ToString();
        var tickets = Tickets.New(peerId);
        var record = heir.Keys.Session(peerId);
        await RedisProcess.Shared.Connection.GetDatabase().HashSetAsync(
            record,
            [new("node", "dead"), new("epoch", 1), new("key", tickets.Key), new("confirmed", 0), .. topics.Select(topic => new HashEntry($"t:{topic}", ""))]);
        return (record, tickets.Issue("dead"));
    }

    /// <summary>A node that stands still while a session moves makes the move uncertain: then a roster comes as well.</summary>
    private static IEnumerable<int> MessagesFrom(TestPeer sender, IEnumerable<ServerCall> calls) =>
        calls.Where(call => call.Method == "Message" && call[1].GetString() == sender.PeerId).Select(call => call[2].GetInt32());

    /// <summary>However long a move takes, its outbox does not overflow.</summary>
    private static void NoGaps(RtcHubOptions options) =>
        (options.ReplayBufferEvents, options.ReplayBufferBytes, options.SlowConsumerBytes) = (1_000_000, 100_000_000, 100_000_000);

    /// <summary>Counts upwards, one message at a time; returns how many were taken, which must be all.</summary>
    private static async Task<int> SendUntilAsync(TestPeer sender, string to, CancellationToken enough)
    {
        var count = 0;
        for (; !enough.IsCancellationRequested; count++)
            (await sender.CodeOfAsync("SendMessage", "tea", to, count)).Should().BeOneOf("ok", "queued");
        return count;
    }
}
