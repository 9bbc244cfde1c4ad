using System.Text.Json;

namespace RtcHub.Tests;

/// <summary>A snapshot comes before the events that follow it, and nothing is missing between them.</summary>
public class AnswerFirstTests
{
    private const int Clients = 8;
    private const int Rounds = 40;

    [Fact]
    public async Task Of_many_that_join_at_once_each_gets_its_answer_first_and_then_hears_of_all_later_ones()
    {
        await using var hub = await TestHub.StartAsync(options => (options.CallsPerSecond, options.MaxTopicsPerSession) = (0, 10 * Rounds));
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => hub.ConnectRawAsync()));
        foreach (var client in clients)
            await client.WelcomeAsync();

        for (var round = 0; round < 10 * Rounds; round++)
        {
            var topic = $"topic {round}";
            await Task.WhenAll(clients.Select(client => client.SendAsync(RawClient.Invocation("1", "Subscribe", $"\"{topic}\"", "null"))));
            await Task.WhenAll(clients.Select(async client =>
            {
                var answer = JsonElement.Parse((await client.NextFrameAsync())!);
                answer.GetProperty("type").GetInt32().Should().Be(3, "no event comes before the answer");
                await HearOfTheRestAsync(client, topic, answer.GetProperty("result").GetProperty("subscription"));
            }));
        }
    }

    [Fact]
    public async Task Of_many_that_connect_into_a_topic_at_once_each_is_welcomed_first_and_then_hears_of_all_later_ones()
    {
        await using var hub = await TestHub.StartAsync();
        for (var round = 0; round < Rounds; round++)
        {
            var topic = $"topic {round}";
            var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
            {
                var client = await hub.ConnectRawAsync(topic);
                return (client, subscription: (await client.WelcomeAsync()).GetProperty("subscriptions")[0]);
            }));
            await Task.WhenAll(clients.Select(client => HearOfTheRestAsync(client.client, topic, client.subscription)));
        }
    }

    [Fact]
    public async Task Of_peers_that_come_and_go_at_once_each_knows_who_is_there()
    {
        await using var hub = await TestHub.StartAsync(options => options.CallsPerSecond = 0);
        var ada = await hub.ConnectAsync("tea");
        var bob = await hub.ConnectAsync();

        for (var round = 0; round < 500; round++)
        {
            await Task.WhenAll(ada.InvokeAsync("Unsubscribe", "tea"), bob.InvokeAsync("Subscribe", "tea", null));
            (await bob.CodeOfAsync("SendMessage", "tea", "*", 1)).Should().Be("ok");
            await bob.DrainAsync();

            (await ada.SubscribeAsync("tea")).GetProperty("peers").PeerIds().Should().Equal(bob.PeerId);
            (await bob.DrainAsync()).Select(call => call.Method).Should().Equal("PeerJoined");
            (await ada.CodeOfAsync("SendMessage", "tea", bob.PeerId, round)).Should().Be("ok");
            (await bob.DrainAsync()).Select(call => call.Method).Should().Equal("Message");

            await bob.InvokeAsync("Unsubscribe", "tea");
            (await ada.DrainAsync())[^1].Method.Should().Be("PeerLeft");
        }
    }

    [Fact]
    public async Task An_answer_comes_after_all_that_its_caller_was_sent_before()
    {
        await using var hub = await TestHub.StartAsync(options => options.CallsPerSecond = 0);
        await Task.WhenAll(Enumerable.Range(0, 2 * Clients).Select(async pair =>
        {
            var topic = $"topic {pair}";
            var (ada, bob) = (await hub.ConnectAsync(topic), await hub.ConnectAsync(topic));
            await ada.DrainAsync();
            for (var round = 0; round < 2 * Rounds; round++)
            {
                for (var i = 0; i < 3; i++)
                    (await ada.CodeOfAsync("SendMessage", topic, bob.PeerId, round)).Should().Be("ok");
                (await bob.DrainAsync()).Select(call => call.Method).Should().Equal("Message", "Message", "Message");
            }
        }));
    }

    [Fact]
    public async Task A_snapshot_asked_for_again_is_never_behind_what_came_before_it_nor_ahead_of_what_comes_after()
    {
        await using var hub = await TestHub.StartAsync(options => (options.CallsPerSecond, options.SlowConsumerBytes) = (0, 1 << 30));
        var reader = await hub.ConnectRawAsync("tea");
        var version = (await reader.WelcomeAsync()).GetProperty("subscriptions")[0].Version();
        var busy = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => hub.ConnectAsync("tea")));

        using var done = new CancellationTokenSource();
        var changing = Task.WhenAll(busy.Select(async peer =>
        {
            while (!done.IsCancellationRequested)
                await peer.InvokeAsync("UpdateMetadata", "tea", JsonElements.Json("{}"));
        }));

        for (var answers = 0; answers < 300;)
        {
            if (answers % 3 == 0)
                await reader.SendAsync(Enumerable.Repeat(RawClient.Invocation("1", "Subscribe", "\"tea\"", "null"), 3).ToArray());
            for (var isAnswer = false; !isAnswer;)
            {
                var frame = JsonElement.Parse((await reader.NextFrameAsync())!);
                isAnswer = frame.GetProperty("type").GetInt32() == 3;
                if (isAnswer)
                    frame.GetProperty("result").GetProperty("subscription").Version().Should().Be(version, "it is as of the last event before it");
                else
                    frame.GetProperty("arguments")[2].GetInt64().Should().Be(++version, "each event is the next one");
            }

            answers++;
        }

        await done.CancelAsync();
        await changing;
    }

    private static async Task HearOfTheRestAsync(RawClient client, string topic, JsonElement subscription)
    {
        var known = subscription.GetProperty("peers").PeerIds().ToHashSet();
        var version = subscription.Version();
        version.Should().Be(known.Count + 1);
        while (known.Count < Clients - 1)
        {
            var call = JsonElement.Parse((await client.NextFrameAsync())!);
            call.GetProperty("target").GetString().Should().Be("PeerJoined");
            var arguments = call.GetProperty("arguments");
            arguments[0].GetString().Should().Be(topic);
            known.Add(arguments[1].PeerId()).Should().BeTrue("the snapshot does not have it");
            arguments[2].GetInt64().Should().Be(++version);
        }
    }
}
