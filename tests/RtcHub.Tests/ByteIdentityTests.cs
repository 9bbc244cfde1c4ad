using System.Net.WebSockets;
using System.Text;

namespace RtcHub.Tests;

/// <summary>What is relayed is byte for byte what was sent, and frames may come in any shape that WebSocket has.</summary>
public class ByteIdentityTests
{
    public static TheoryData<string> Objects =>
    [
        "{}",
        "{ }",
        "{\t\"a\" :\r\n [ 1 ,2 ]\n}",
        """{"a":1,"a":2,"a":{"a":3}}""",
        """{"big":12345678901234567890,"huge":1e400,"tiny":-1E-400,"zero":-0.0,"one":1.000}""",
        """{"escaped":"\u0041\u00e9\/\"\\\b\f\n\r\t\u2028","plain":"é日本🫖<>&'+\u001e"}""",
        """{"\u0061":null,"":"","__proto__":[null,true,false]}""",
        """{"half":"\ud800"}""",
        """{"sdp":"v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n","type":"offer"}""",
        """{"type":6,"target":"Bye","arguments":["x"],"invocationId":"1"}""",
    ];

    public static TheoryData<string> Others => ["null", "\"\"", "\"\\u0000\"", "-0", "1E+2", "[ ]", "[[],[{}], 1 ]", "true"];

    [Theory]
    [MemberData(nameof(Objects))]
    public async Task An_object_arrives_byte_for_byte(string payload)
    {
        await using var hub = await TestHub.StartAsync();
        var (ada, bob, from, to) = await MeetAsync(hub);

        foreach (var method in new[] { "Offer", "Answer", "Candidate", "Message" })
        {
            await ada.SendAsync(RawClient.Invocation(null, "Send" + method, "\"tea\"", $"\"{to}\"", payload));
            (await bob.NextFrameAsync()).Should().Be(Call(method, from, payload));
        }
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task Any_data_arrives_byte_for_byte(string payload)
    {
        await using var hub = await TestHub.StartAsync();
        var (ada, bob, from, _) = await MeetAsync(hub);

        await ada.SendAsync(RawClient.Invocation(null, "SendMessage", "\"tea\"", "\"*\"", payload));

        (await bob.NextFrameAsync()).Should().Be(Call("Message", from, payload));
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public async Task Metadata_arrives_byte_for_byte(string metadata)
    {
        await using var hub = await TestHub.StartAsync();
        var bob = await hub.ConnectRawAsync("tea");
        await bob.WelcomeAsync();
        var ada = await hub.ConnectRawAsync();
        var from = (await ada.WelcomeAsync()).PeerId();
        var peer = $$"""{"peerId":"{{from}}","state":"connected","joinedAt":"2030-01-02T03:04:05Z","metadata":{{metadata}}}""";

        await ada.CallAsync("Subscribe", "\"tea\"", $$"""{ "x":1, "metadata" : {{metadata}} }""");
        (await bob.NextFrameAsync()).Should().Be($$"""{"type":1,"target":"PeerJoined","arguments":["tea",{{peer}},2]}""");

        await ada.CallAsync("UpdateMetadata", "\"tea\"", metadata);
        (await bob.NextFrameAsync()).Should().Be($$"""{"type":1,"target":"PeerUpdated","arguments":["tea",{{peer}},3]}""");

        var late = await hub.ConnectRawAsync("tea");
        (await late.NextFrameAsync()).Should().Contain(peer);
    }

    [Fact]
    public async Task White_space_around_an_argument_is_not_part_of_it()
    {
        await using var hub = await TestHub.StartAsync();
        var (ada, bob, from, _) = await MeetAsync(hub);

        await ada.SendAsync("""  { "type" : 1 , "target" : "SendMessage" , "arguments" : [ "tea" , "*" , { "a" : 1 }  ] }  """);

        (await bob.NextFrameAsync()).Should().Be(Call("Message", from, """{ "a" : 1 }"""));
    }

    [Theory]
    [InlineData("""{"arguments":["tea","*",{ "a":1e400 }],"target":"SendMessage","type":1}""")]
    [InlineData("""{"arguments":["tea","*",{ "a":1e400 }],"invocationId":"7","type":1,"target":"SendMessage"}""")]
    [InlineData("""{"target":"SendMessage","type":1,"arguments":["tea","*",{ "a":1e400 }],"headers":{"a":"b"},"x":[1,{"type":6}]}""")]
    [InlineData("""{"type":1,"streamIds":[],"target":"sendmessage","arguments":["tea","*",{ "a":1e400 }]}""")]
    [InlineData("""{"\u0074ype":1,"targe\u0074":"Send\u004dessage","argument\u0073":["\u0074ea","\u002a",{ "a":1e400 }]}""")]
    public async Task The_parts_of_a_frame_come_in_any_order_and_spelling(string frame)
    {
        await using var hub = await TestHub.StartAsync();
        var (ada, bob, from, _) = await MeetAsync(hub);

        await ada.SendAsync(frame);

        (await bob.NextFrameAsync()).Should().Be(Call("Message", from, """{ "a":1e400 }"""));
    }

    [Fact]
    public async Task A_frame_may_be_spread_over_fragments_and_messages()
    {
        await using var hub = await TestHub.StartAsync();
        var (ada, bob, from, _) = await MeetAsync(hub);
        var payload = """{"text":"é日本🫖"}""";
        var bytes = Encoding.UTF8.GetBytes(RawClient.Invocation(null, "SendMessage", "\"tea\"", "\"*\"", payload) + "\u001e");

        for (var i = 0; i < bytes.Length; i++) // fragments, cut within characters too
            await ada.SendBytesAsync(bytes.AsMemory(i, 1), endOfMessage: i == bytes.Length - 1);
        (await bob.NextFrameAsync()).Should().Be(Call("Message", from, payload));

        for (var i = 0; i < bytes.Length; i++) // messages; a binary one may end within a character
            await ada.SendBytesAsync(bytes.AsMemory(i, 1), WebSocketMessageType.Binary);
        (await bob.NextFrameAsync()).Should().Be(Call("Message", from, payload));
    }

    [Fact]
    public async Task A_message_may_hold_several_frames_and_the_beginning_of_another()
    {
        await using var hub = await TestHub.StartAsync();
        var (ada, bob, from, _) = await MeetAsync(hub);
        string Frame(int n) => RawClient.Invocation(null, "SendMessage", "\"tea\"", "\"*\"", $"{n}");

        await ada.SendBytesAsync(Encoding.UTF8.GetBytes(
            Frame(1) + "\u001e" + """{"type":6}""" + "\u001e" + Frame(2) + "\u001e" + Frame(3)[..20]));
        await ada.SendBytesAsync(Encoding.UTF8.GetBytes(Frame(3)[20..] + "\u001e" + Frame(4) + "\u001e"));

        for (var n = 1; n <= 4; n++)
            (await bob.NextFrameAsync()).Should().Be(Call("Message", from, $"{n}"));
    }

    [Fact]
    public async Task A_replayed_signal_is_byte_for_byte_the_same()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectRawAsync("tea");
        var from = (await ada.WelcomeAsync()).PeerId();
        var bob = await hub.ConnectAsync("tea");
        await hub.SettleAsync();
        await bob.DropAsync();
        const string Payload = """{ "a":1e400, "a":"\u0041" }""";
        await ada.CallAsync("SendOffer", "\"tea\"", $"\"{bob.PeerId}\"", Payload);

        var back = await hub.ConnectRawAsync();
        await back.WelcomeAsync();
        await back.CallAsync("Resume", $"\"{bob.Ticket}\"", "0");
        await back.WelcomeAsync();

        (await back.NextFrameAsync()).Should().Be(Call("Offer", from, Payload));
    }

    [Fact]
    public async Task Topics_arrive_as_the_same_text()
    {
        await using var hub = await TestHub.StartAsync();
        const string Topic = "a \"b\" \\ <é> 🫖";
        var ada = await hub.ConnectAsync(Topic);
        var bob = await hub.ConnectAsync(Topic);
        await ada.DrainAsync();

        await bob.InvokeAsync("SendMessage", Topic, "*", 1);

        (await ada.NextAsync("Message"))[0].GetString().Should().Be(Topic);
    }

    private static string Call(string method, string from, string payload) =>
        $$"""{"type":1,"target":"{{method}}","arguments":["tea","{{from}}",{{payload}}]}""";

    private static async Task<(RawClient Ada, RawClient Bob, string AdasId, string BobsId)> MeetAsync(TestHub hub)
    {
        var ada = await hub.ConnectRawAsync("tea");
        var adasId = (await ada.WelcomeAsync()).PeerId();
        var bob = await hub.ConnectRawAsync("tea");
        var bobsId = (await bob.WelcomeAsync()).PeerId();
        await hub.SettleAsync();
        return (ada, bob, adasId, bobsId);
    }
}
