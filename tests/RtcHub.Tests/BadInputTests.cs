using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace RtcHub.Tests;

/// <summary>Whatever a client sends, it gets SignalR's error completion or close, and nobody else notices.</summary>
public class BadInputTests
{
    [Theory]
    [InlineData("Nope")]
    [InlineData("Nope", "1")]
    [InlineData("Subscribe")]
    [InlineData("Subscribe", "\"tea\"")]
    [InlineData("Subscribe", "\"tea\"", "null", "1")]
    [InlineData("Subscribe", "1", "null")]
    [InlineData("Subscribe", "[\"tea\"]", "null")]
    [InlineData("Subscribe", "\"\\ud800\"", "null")]
    [InlineData("Unsubscribe")]
    [InlineData("Unsubscribe", "{}")]
    [InlineData("SendOffer", "\"tea\"", "\"*\"")]
    [InlineData("SendAnswer", "\"tea\"", "{}", "{}")]
    [InlineData("SendCandidate", "true", "\"*\"", "null")]
    [InlineData("SendMessage", "\"tea\"", "\"*\"", "1", "2")]
    [InlineData("UpdateMetadata", "{}", "\"tea\"")]
    [InlineData("GetIceServers", "\"tea\"", "null")]
    [InlineData("Resume", "\"x\"")]
    [InlineData("Resume", "1", "1")]
    [InlineData("Resume", "\"x\"", "null")]
    [InlineData("Resume", "\"x\"", "1.5")]
    [InlineData("Resume", "\"x\"", "1e30")]
    [InlineData("Resume", "\"x\"", "\"one\"")]
    [InlineData("Bye", "1")]
    public async Task A_call_that_no_method_fits_gets_an_error_completion(string method, params string[] arguments)
    {
        await using var hub = await TestHub.StartAsync();
        await NobodyElseNoticesAsync(hub, async bad =>
        {
            await bad.SendAsync(RawClient.Invocation("1", method, arguments));
            await ErrorAsync(bad);

            await bad.SendAsync(RawClient.Invocation(null, method, arguments)); // and nothing, when none was asked for
            (await bad.CallAsync("GetIceServers", "\"tea\"")).Code().Should().Be("ok", "the connection is good still");
        });
    }

    [Theory]
    [InlineData("Subscribe", "\"coffee\"", "null")]
    [InlineData("SendMessage", "\"tea\"", "\"*\"", "1")]
    [InlineData("Bye")]
    public async Task A_stream_of_a_method_that_answers_once_gets_an_error_completion(string method, params string[] arguments)
    {
        await using var hub = await TestHub.StartAsync();
        await NobodyElseNoticesAsync(hub, async bad =>
        {
            await bad.SendAsync(RawClient.Invocation("1", method, arguments).Replace("\"type\":1", "\"type\":4", StringComparison.Ordinal));
            await ErrorAsync(bad);
            (await bad.CallAsync("GetIceServers", "\"tea\"")).Code().Should().Be("ok");
        });
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"1"}""")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"type":1,"target":null,"arguments":[]}""")]
    [InlineData("""{"type":1,"target":5,"arguments":[]}""")]
    [InlineData("""{"type":1,"target":"SendOffer","arguments":["tea","*",{}],"target":"Subscribe"}""")]
    [InlineData("""{"type":1,"target":"Bye","arguments":{}}""")]
    [InlineData("""{"type":1,"target":"Bye","arguments":[],"invocationId":1}""")]
    [InlineData("""{"type":1,"target":"Bye","arguments":[],}""")]
    [InlineData("""{"type":1,"target":"Bye","arguments":[""")]
    [InlineData("""{"type":1,"target":"SendMessage","arguments":["tea","*",{'a':1}]}""")]
    [InlineData("""{"type":1,"target":"SendMessage","arguments":["tea","*",NaN]}""")]
    [InlineData("""{"type":1,"target":"SendMessage","arguments":["tea","*",01]}""")]
    [InlineData("""{"type":1,"target":"SendMessage","arguments":["tea","*",{"a":1]}""")]
    [InlineData("{\"type\":1,\"target\":\"SendMessage\",\"arguments\":[\"tea\",\"*\",\"\u0001\"]}")]
    public async Task A_malformed_frame_closes_its_connection(string frame)
    {
        await using var hub = await TestHub.StartAsync();
        await NobodyElseNoticesAsync(hub, async bad =>
        {
            await bad.SendAsync(frame);
            await ClosedAsync(bad);
        });
    }

    [Theory]
    [InlineData("""{"type":99,"x":1}""")]
    [InlineData("""{"type":6}""")]
    [InlineData("""{"type":3,"invocationId":"99","result":1}""")]
    [InlineData("""{"type":5,"invocationId":"99"}""")]
    public async Task A_frame_that_is_about_nothing_is_ignored(string frame)
    {
        await using var hub = await TestHub.StartAsync();
        await NobodyElseNoticesAsync(hub, async bad =>
        {
            await bad.SendAsync(frame);
            (await bad.CallAsync("GetIceServers", "\"tea\"")).Code().Should().Be("ok");
        });
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0xC0)]
    [InlineData(0xED)]
    public async Task Bytes_that_are_no_text_close_their_connection_and_are_not_relayed(byte noText)
    {
        await using var hub = await TestHub.StartAsync();
        await NobodyElseNoticesAsync(hub, async bad =>
        {
            var frame = Encoding.UTF8.GetBytes(RawClient.Invocation(null, "SendMessage", "\"tea\"", "\"*\"", "\"?\"") + "\u001e");
            frame[Array.LastIndexOf(frame, (byte)'?')] = noText;

            await bad.SendBytesAsync(frame, WebSocketMessageType.Binary);
            await ClosedAsync(bad);
        });
    }

    [Fact]
    public async Task A_frame_may_have_its_limit_and_not_a_byte_more()
    {
        await using var hub = await TestHub.StartAsync(options =>
        {
            options.MaxMessageBytes = 2_000;
            options.MaxDescriptionBytes = options.MaxCandidateBytes = options.MaxDataBytes = options.MaxMetadataBytes = 1_999;
        });
        await NobodyElseNoticesAsync(hub, async bad =>
        {
            (await bad.CallAsync("GetIceServers", "\"tea\"")).Code().Should().Be("ok");
            var spare = 2_000 - 1 - RawClient.Invocation("1", "GetIceServers", "\"tea\"").Length;

            await bad.SendAsync(RawClient.Invocation("1", "GetIceServers", "\"tea\"") + new string(' ', spare));
            (await bad.NextFrameAsync()).Should().Contain("\"ok\"");

            await bad.SendAsync(RawClient.Invocation("1", "GetIceServers", "\"tea\"") + new string(' ', spare + 1));
            await ClosedAsync(bad);
        });
    }

    [Fact]
    public async Task A_frame_without_an_end_closes_its_connection_at_the_limit()
    {
        await using var hub = await TestHub.StartAsync();
        await NobodyElseNoticesAsync(hub, async bad =>
        {
            await bad.SendBytesAsync(Encoding.UTF8.GetBytes("{\"type\":1,\"x\":\"" + new string('x', 70_000)));
            await ClosedAsync(bad);
        });
    }

    [Theory]
    [InlineData(62)]
    [InlineData(63)]
    [InlineData(1_000)]
    public async Task A_frame_is_64_levels_deep_at_most(int levels)
    {
        await using var hub = await TestHub.StartAsync();
        var payload = new string('[', levels) + new string(']', levels);
        if (levels <= 62)
        {
            var peers = await hub.MeetAsync("tea", 2);
            (await peers[0].CodeOfAsync("SendMessage", "tea", "*", JsonDocument.Parse(payload).RootElement)).Should().Be("ok");
            (await peers[1].NextAsync("Message"))[2].GetRawText().Should().Be(payload);
            return;
        }

        await NobodyElseNoticesAsync(hub, async bad =>
        {
            await bad.SendAsync(RawClient.Invocation("1", "SendMessage", "\"tea\"", "\"*\"", payload));
            await ClosedAsync(bad);
        });
    }

    [Fact]
    public async Task Calls_that_want_no_answer_work_and_events_flow_after_them()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        var bob = await hub.ConnectAsync();

        await bob.FireAsync("Subscribe", "tea", null);
        await bob.FireAsync("SendMessage", "tea", "*", 1);
        await bob.FireAsync("UpdateMetadata", "tea", JsonElements.Json("{}"));
        await bob.FireAsync("SendOffer", "tea", "nobody", JsonElements.Json("{}"));
        await ada.NextAsync("PeerJoined");
        await ada.NextAsync("Message");
        await ada.NextAsync("PeerUpdated");

        await ada.InvokeAsync("SendMessage", "tea", bob.PeerId, 2);
        await bob.NextAsync("Message");

        await bob.FireAsync("Unsubscribe", "tea");
        await ada.NextAsync("PeerLeft");
        await bob.FireAsync("Bye");
        (await bob.CodeOfAsync("GetIceServers", "tea")).Should().Be("session_gone");
    }

    [Fact]
    public async Task A_resume_that_wants_no_answer_works_and_events_flow_after_it()
    {
        await using var hub = await TestHub.StartAsync();
        var peers = await hub.MeetAsync("tea", 2);
        await peers[1].DropAsync();
        await peers[0].InvokeAsync("SendMessage", "tea", peers[1].PeerId, 1);
        var back = await hub.ConnectAsync();

        await back.FireAsync("Resume", peers[1].Ticket, 0);

        (await back.NextAsync("Welcome"))[0].PeerId().Should().Be(peers[1].PeerId);
        await back.NextAsync("Message");
        await peers[0].InvokeAsync("SendMessage", "tea", "*", 2);
        await back.NextAsync("Message");
    }

    /// <summary>Two peers of a topic go on, and hear nothing of what a third does.</summary>
    private static async Task NobodyElseNoticesAsync(TestHub hub, Func<RawClient, Task> misbehave)
    {
        var bad = await hub.ConnectRawAsync("tea");
        var badId = (await bad.WelcomeAsync()).PeerId();
        var peers = await hub.MeetAsync("tea", 2);
        await bad.NextFrameAsync();
        await bad.NextFrameAsync();

        await misbehave(bad);

        (await peers[0].CodeOfAsync("SendMessage", "tea", peers[1].PeerId, "still here")).Should().Be("ok");
        (await peers[1].DrainAsync()).Where(call => call.Method != "PeerUpdated").Select(call => call[2].GetString())
            .Should().Equal("still here");
        (await peers[0].DrainAsync()).Where(call => call.Method != "PeerUpdated" || call[1].PeerId() != badId).Should().BeEmpty();
    }

    private static async Task ErrorAsync(RawClient bad)
    {
        var completion = JsonElement.Parse((await bad.NextFrameAsync())!);
        completion.GetProperty("type").GetInt32().Should().Be(3);
        completion.GetProperty("invocationId").GetString().Should().Be("1");
        completion.GetProperty("error").GetString().Should().NotContain("RtcHub.").And.NotContain("   at ");
        completion.TryGetProperty("result", out _).Should().BeFalse();
    }

    private static async Task ClosedAsync(RawClient bad)
    {
        foreach (var frame in await bad.ReadToEndAsync())
            JsonElement.Parse(frame).GetProperty("type").GetInt32().Should().Be(7, "a close frame is all that may come");
    }

    [Theory]
    [InlineData(31, "ok")]
    [InlineData(32, "invalid_payload")]
    [InlineData(60, "invalid_payload")]
    public async Task Metadata_that_is_too_deep_for_a_roster_is_refused_and_newcomers_are_well(int arrays, string code)
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        var deep = JsonElements.Json($$"""{"x":{{new string('[', arrays)}}1{{new string(']', arrays)}}}""");

        (await ada.CodeOfAsync("UpdateMetadata", "tea", deep)).Should().Be(code);

        (await (await hub.ConnectAsync()).CodeOfAsync("Subscribe", "tea", null)).Should().Be("ok");
        await hub.ConnectAsync("tea");
    }
}
