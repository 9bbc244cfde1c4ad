using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using RtcHub.Wire;

namespace RtcHub.Tests;

/// <summary>Signals go a shorter way than other calls, and nobody can tell.</summary>
public class SignalLaneTests
{
    public static TheoryData<SignalCode> Codes => [.. Enum.GetValues<SignalCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void An_answer_is_written_as_SignalR_writes_it(SignalCode code)
    {
        foreach (var result in new[] { CallResult.Of(code), new CallResult(code) { RetryAfterMs = 1_234 } })
        {
            var written = new ArrayBufferWriter<byte>();
            SignalAnswer.Write("\"a1\""u8, result, written);

            var stock = new SignalingProtocol().GetMessageBytes(new CompletionMessage("a1", error: null, result, hasResult: true));
            Encoding.UTF8.GetString(written.WrittenSpan).Should().Be(Encoding.UTF8.GetString(stock.Span));
        }
    }

    [Fact]
    public async Task Calls_that_come_together_are_handled_and_answered_in_their_order()
    {
        await using var hub = await TestHub.StartAsync();
        var bob = await hub.ConnectAsync("tea");
        var ada = await hub.ConnectRawAsync();
        await ada.WelcomeAsync();

        await ada.SendAsync(
            Message("1", "too early"),
            RawClient.Invocation("2", "Subscribe", "\"tea\"", "null"),
            Message("3", "first"),
            Message("4", "second"),
            RawClient.Invocation("5", "Unsubscribe", "\"tea\""),
            Message("6", "too late"),
            RawClient.Invocation("7", "Subscribe", "\"tea\"", "null"),
            Message("8", "third"));

        var codes = new List<string>();
        while (codes.Count < 8)
        {
            var frame = JsonElement.Parse((await ada.NextFrameAsync())!);
            if (frame.GetProperty("type").GetInt32() == 3)
                codes.Add($"{frame.GetProperty("invocationId")} {frame.GetProperty("result").Code()}");
        }

        codes.Should().Equal("1 not_subscribed", "2 ok", "3 ok", "4 ok", "5 ok", "6 not_subscribed", "7 ok", "8 ok");
        (await bob.DrainAsync()).Select(call => call.Method).Should().Equal(
            "PeerJoined", "Message", "Message", "PeerLeft", "PeerJoined", "Message");

        static string Message(string id, string data) => RawClient.Invocation(id, "SendMessage", "\"tea\"", "\"*\"", $"\"{data}\"");
    }

    [Theory]
    [InlineData("""{"arguments":["tea","*",1],"target":"SendMessage","type":1,"invocationId":"x"}""")]
    [InlineData("""{"type":1,"headers":{"a":"b"},"target":"SendMessage","invocationId":"x","arguments":["tea","*",1]}""")]
    [InlineData("""{"type":1,"target":"SendMessage","arguments":["t\u0065a","\u002a",1],"invocationId":"x"}""")]
    [InlineData(""" { "type" : 1 , "invocationId" : "\u0078" , "target" : "Send\u004dessage" , "arguments" : [ "tea" , "*" , 1 ] } """)]
    public async Task A_signal_in_any_spelling_is_relayed_and_answered(string frame)
    {
        await using var hub = await TestHub.StartAsync();
        var bob = await hub.ConnectAsync("tea");
        var ada = await hub.ConnectRawAsync("tea");
        await ada.WelcomeAsync();

        await ada.SendAsync(frame);

        var answer = JsonElement.Parse((await ada.NextFrameAsync())!);
        answer.GetProperty("invocationId").GetString().Should().Be("x");
        answer.GetProperty("result").Code().Should().Be("ok");
        (await bob.DrainAsync()).Select(call => call.Method).Should().Equal("PeerJoined", "Message");
    }

    [Fact]
    public async Task No_signal_overtakes_a_call_that_takes_its_time_nor_a_signal_behind_it()
    {
        const int Signals = 3_000; // SignalR is not there yet when the last ones of them come
        var gate = new Gate();
        await using var hub = await TestHub.StartAsync(
            options => options.CallsPerSecond = 0, add: services => services.AddSingleton<ITopicAuthorizer>(gate));
        var bob = await hub.ConnectAsync("tea");
        var ada = await hub.ConnectRawAsync();
        await ada.WelcomeAsync();

        await ada.SendAsync(RawClient.Invocation(id: null, "Subscribe", $"\"{Gate.Topic}\"", "null"));
        await ada.SendAsync(RawClient.Invocation(id: null, "Subscribe", "\"tea\"", "null"));
        await gate.Reached;
        for (var i = 0; i < Signals; i++)
        {
            if (i == Signals / 10)
                gate.Open();
            await ada.SendAsync(RawClient.Invocation(id: null, "SendMessage", "\"tea\"", $"\"{bob.PeerId}\"", i.ToString(CultureInfo.InvariantCulture)));
        }

        await bob.NextAsync("PeerJoined");
        for (var i = 0; i < Signals; i++)
            (await bob.NextAsync("Message"))[2].GetInt32().Should().Be(i);
    }

    [Fact]
    public async Task A_client_that_sends_signals_and_nothing_else_is_not_taken_for_lost()
    {
        var limit = TimeSpan.FromSeconds(1);
        await using var hub = await TestHub.StartAsync(options =>
        {
            options.CallsPerSecond = 0;
            (options.KeepAliveInterval, options.ClientTimeout) = (limit / 4, limit);
        });
        var ada = await hub.ConnectRawAsync("tea");
        await ada.WelcomeAsync();
        await ada.SendAsync("""{"type":6}"""); // from the first ping on SignalR expects to hear something

        for (var clock = Stopwatch.StartNew(); clock.Elapsed < 3 * limit;)
        {
            hub.Time.Advance(TimeSpan.FromMilliseconds(10)); // each connection is looked after now and then
            (await ada.CallAsync("SendMessage", "\"tea\"", "\"*\"", "1")).Code().Should().Be("ok");
        }
    }

    /// <summary>Lets nobody into one topic before it is opened.</summary>
    private sealed class Gate : ITopicAuthorizer
    {
        public const string Topic = "gated";

        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Reached => _reached.Task;

        public void Open() => _opened.SetResult();

        public async ValueTask<TopicAccess?> AuthorizeAsync(TopicRequest request, CancellationToken cancellationToken)
        {
            if (request.Topic == Topic)
            {
                _reached.SetResult();
                await _opened.Task;
            }

            return TopicAccess.Open;
        }
    }
}
