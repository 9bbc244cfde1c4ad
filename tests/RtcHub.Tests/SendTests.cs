using static RtcHub.Tests.Support.JsonElements;

namespace RtcHub.Tests;

public class SendTests
{
    [Theory]
    [InlineData("SendOffer", "Offer", """{"type":"offer","sdp":"v=0"}""")]
    [InlineData("SendAnswer", "Answer", """{"type":"answer","sdp":"v=0"}""")]
    [InlineData("SendCandidate", "Candidate", """{"candidate":"candidate:1","sdpMid":"0"}""")]
    [InlineData("SendCandidate", "Candidate", "null")]
    [InlineData("SendMessage", "Message", """{"text":"hello"}""")]
    [InlineData("SendMessage", "Message", "null")]
    [InlineData("SendMessage", "Message", "\"hello\"")]
    [InlineData("SendMessage", "Message", "[1,2]")]
    [InlineData("SendMessage", "Message", "-1.5e3")]
    [InlineData("SendMessage", "Message", "false")]
    public async Task A_signal_reaches_its_receiver_and_nobody_else(string method, string arrivesAs, string payload)
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 3);

        var answer = await peers[0].InvokeAsync(method, "tea", peers[1].PeerId, Json(payload));

        answer.GetRawText().Should().Be("""{"code":"ok"}""");
        var call = await peers[1].NextAsync(arrivesAs);
        call[0].GetString().Should().Be("tea");
        call[1].GetString().Should().Be(peers[0].PeerId);
        call[2].GetRawText().Should().Be(payload);
        (await peers[1].DrainAsync()).Should().NotContain(other => other.Method == arrivesAs, "it comes once");
        (await peers[2].DrainAsync()).Should().BeEmpty();
        (await peers[0].DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_message_to_everyone_reaches_every_other_peer_of_the_topic()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 3);
        var elsewhere = await hub.ConnectAsync("coffee");

        (await peers[0].InvokeAsync("SendMessage", "tea", "*", "hello")).GetRawText().Should().Be("""{"code":"ok"}""");

        foreach (var receiver in peers[1..])
            (await receiver.NextAsync("Message"))[1].GetString().Should().Be(peers[0].PeerId);
        (await peers[0].DrainAsync()).Should().BeEmpty();
        (await elsewhere.DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_message_to_everyone_is_ok_when_there_is_nobody()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");

        (await ada.CodeOfAsync("SendMessage", "tea", "*", 1)).Should().Be("ok");
    }

    [Theory]
    [InlineData("SendOffer")]
    [InlineData("SendAnswer")]
    [InlineData("SendCandidate")]
    public async Task Only_a_message_goes_to_everyone(string method)
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);

        (await peers[0].CodeOfAsync(method, "tea", "*", Json("{}"))).Should().Be("peer_gone");
        (await peers[1].DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Signals_of_all_kinds_arrive_in_the_order_they_were_sent()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        string[] kinds = ["SendOffer", "SendCandidate", "SendAnswer", "SendMessage"];

        var calls = Enumerable.Range(0, 200)
            .Select(i => peers[0].InvokeAsync(kinds[i % 4], "tea", i % 8 == 3 ? "*" : peers[1].PeerId, Json($$"""{"n":{{i}}}""")));
        await Task.WhenAll(calls);

        var received = await peers[1].DrainAsync();
        received.Select(call => call[2].GetProperty("n").GetInt32()).Should().Equal(Enumerable.Range(0, 200));
        received.Take(4).Select(call => call.Method).Should().Equal("Offer", "Candidate", "Answer", "Message");
    }

    [Theory]
    [InlineData("SendOffer", "null")]
    [InlineData("SendOffer", "\"v=0\"")]
    [InlineData("SendOffer", "[]")]
    [InlineData("SendOffer", "1")]
    [InlineData("SendAnswer", "null")]
    [InlineData("SendAnswer", "true")]
    [InlineData("SendAnswer", "\"v=0\"")]
    [InlineData("SendCandidate", "\"candidate:1\"")]
    [InlineData("SendCandidate", "[]")]
    [InlineData("SendCandidate", "0")]
    [InlineData("SendCandidate", "false")]
    public async Task A_payload_of_another_kind_is_refused(string method, string payload)
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);

        (await peers[0].InvokeAsync(method, "tea", peers[1].PeerId, Json(payload))).GetRawText()
            .Should().Be("""{"code":"invalid_payload"}""");
        (await peers[1].DrainAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("SendOffer", 300)]
    [InlineData("SendAnswer", 300)]
    [InlineData("SendCandidate", 200)]
    [InlineData("SendMessage", 100)]
    public async Task A_payload_may_have_its_limit_and_not_a_byte_more(string method, int limit)
    {
        await using var hub = await TestHub.StartAsync(options =>
        {
            options.MaxDescriptionBytes = 300;
            options.MaxCandidateBytes = 200;
            options.MaxDataBytes = 100;
        });
        var peers = await hub.MeetAsync("tea", 2);

        (await peers[0].CodeOfAsync(method, "tea", peers[1].PeerId, ObjectOf(limit))).Should().Be("ok");
        (await peers[0].InvokeAsync(method, "tea", peers[1].PeerId, ObjectOf(limit + 1))).GetRawText()
            .Should().Be("""{"code":"too_large"}""");
        (await peers[1].DrainAsync()).Should().ContainSingle();
    }

    [Theory]
    [InlineData("SendOffer", 49_152)]
    [InlineData("SendAnswer", 49_152)]
    [InlineData("SendCandidate", 4_096)]
    [InlineData("SendMessage", 16_384)]
    public async Task The_limits_are_the_contracts_by_default(string method, int limit)
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);

        (await peers[0].CodeOfAsync(method, "tea", peers[1].PeerId, ObjectOf(limit))).Should().Be("ok");
        (await peers[0].CodeOfAsync(method, "tea", peers[1].PeerId, ObjectOf(limit + 1))).Should().Be("too_large");
    }

    [Theory]
    [InlineData("SendOffer")]
    [InlineData("SendAnswer")]
    [InlineData("SendCandidate")]
    [InlineData("SendMessage")]
    public async Task A_peer_that_is_not_in_the_topic_is_gone_whatever_the_reason(string method)
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        var left = await hub.ConnectAsync("tea");
        await left.InvokeAsync("Unsubscribe", "tea");
        var elsewhere = await hub.ConnectAsync("coffee");
        var nowhere = await hub.ConnectAsync();
        var ended = await hub.ConnectAsync("tea");
        await ended.InvokeAsync("Bye");
        await hub.SettleAsync(); // Ada's node knows

        string?[] receivers =
        [
            ada.PeerId, left.PeerId, elsewhere.PeerId, nowhere.PeerId, ended.PeerId,
            Guid.NewGuid().ToString(), "", "nobody", "**", null,
        ];

        foreach (var to in receivers)
            (await ada.InvokeAsync(method, "tea", to, Json("{}"))).GetRawText().Should().Be("""{"code":"peer_gone"}""", to);
        foreach (var peer in new[] { left, elsewhere, nowhere, ended })
            (await peer.DrainAsync()).Should().BeEmpty();
    }

    [Theory]
    [InlineData("SendOffer")]
    [InlineData("SendAnswer")]
    [InlineData("SendCandidate")]
    [InlineData("SendMessage")]
    public async Task A_signal_to_an_interrupted_peer_is_queued_and_arrives_when_it_is_back(string method)
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].DropAsync();
        await peers[0].NextAsync("PeerUpdated");

        var answer = await peers[0].InvokeAsync(method, "tea", peers[1].PeerId, Json("""{"n":1}"""));

        answer.GetRawText().Should().Be("""{"code":"queued"}""");
        var back = await hub.ResumeAsync(peers[1]);
        (await back.NextAsync(method["Send".Length..]))[2].GetRawText().Should().Be("""{"n":1}""");
    }

    [Fact]
    public async Task Who_opened_in_a_topic_is_not_shown_by_the_answer()
    {
        await using var hub = await TestHub.StartAsync();
        await hub.ConnectAsync("private");
        var bob = await hub.ConnectAsync();

        var used = await bob.InvokeAsync("SendMessage", "private", "*", 1);
        var unused = await bob.InvokeAsync("SendMessage", "unused", "*", 1);

        used.GetRawText().Should().Be(unused.GetRawText());
    }
}
