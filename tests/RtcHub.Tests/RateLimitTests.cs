using System.Text.Json;
using RtcHub.Admission;

namespace RtcHub.Tests;

public class RateLimitTests
{
    private static Task<TestHub> StartAsync(int burst) => TestHub.StartAsync(options =>
    {
        options.CallsPerSecond = 10;
        options.CallBurst = burst;
    });

    [Fact]
    public async Task A_call_over_the_burst_is_told_when_to_come_again()
    {
        await using var hub = await StartAsync(burst: 3);
        var ada = await hub.ConnectAsync("tea");
        await ada.InvokeAsync("SendMessage", "tea", "*", 1);
        await ada.InvokeAsync("SendMessage", "tea", "*", 2);

        (await ada.InvokeAsync("SendMessage", "tea", "*", 3)).GetRawText().Should().Be("""{"code":"rate_limited","retryAfterMs":100}""");
        hub.Time.Advance(TimeSpan.FromMilliseconds(99));
        (await ada.InvokeAsync("SendMessage", "tea", "*", 3)).GetRawText().Should().Be("""{"code":"rate_limited","retryAfterMs":1}""");
        hub.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await ada.CodeOfAsync("SendMessage", "tea", "*", 3)).Should().Be("ok");
    }

    [Fact]
    public async Task A_limited_call_does_nothing()
    {
        await using var hub = await StartAsync(burst: 1);
        var bob = await hub.ConnectAsync("tea");
        var ada = await hub.ConnectAsync("tea");
        (await bob.NextAsync("PeerJoined"))[1].PeerId().Should().Be(ada.PeerId);

        foreach (var (method, arguments) in AllCalls.With("tea", bob.PeerId).Where(call => call.Method != "Bye"))
            (await ada.InvokeAsync(method, arguments)).Fields().Should().BeEquivalentTo(["code", "retryAfterMs"], method);

        hub.Time.Advance(TimeSpan.FromSeconds(1));
        (await bob.DrainAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Saying_goodbye_and_resuming_are_never_limited()
    {
        await using var hub = await StartAsync(burst: 1);
        var ada = await hub.ConnectAsync("tea");
        (await ada.CodeOfAsync("GetIceServers", "tea")).Should().Be("rate_limited");
        await ada.DropAsync();

        var back = await hub.ResumeAsync(ada);

        (await back.CodeOfAsync("GetIceServers", "tea")).Should().Be("rate_limited", "the budget is the session's");
        (await back.CodeOfAsync("Bye")).Should().Be("ok");
    }

    [Fact]
    public async Task To_resume_again_what_a_connection_has_is_a_call_like_others()
    {
        await using var hub = await StartAsync(burst: 2);
        var ada = await hub.ConnectAsync("tea");
        await ada.DropAsync();
        var back = await hub.ResumeAsync(ada);

        (await back.ResumeAsync(back, received: 0)).Code().Should().Be("ok");
        (await back.ResumeAsync(back, received: 0)).GetRawText().Should().Contain("rate_limited").And.Contain("\"retryAfterMs\":100");
        hub.Time.Advance(TimeSpan.FromMilliseconds(100));
        (await back.ResumeAsync(back, received: 0)).Code().Should().Be("ok", "its ticket is still good");
    }

    [Fact]
    public async Task A_large_roster_costs_more_than_the_call_that_asks_for_it()
    {
        await using var hub = await StartAsync(burst: 10);
        var options = JsonElements.Json($$$"""{"metadata":{"about":"{{{new string('x', 4_000)}}}"}}""");
        for (var others = 0; others < 8; others++)
            (await (await hub.ConnectAsync()).CodeOfAsync("Subscribe", "tea", options)).Should().Be("ok");
        var ada = await hub.ConnectAsync();

        var answers = new List<JsonElement>();
        for (var i = 0; i < 5; i++)
            answers.Add(await ada.InvokeAsync("Subscribe", "tea", null));

        answers[..^1].Select(answer => answer.Code()).Should().AllBe("ok", "32 kB are two calls more, and the last may go beyond what is left");
        answers[^1].GetRawText().Should().Be("""{"code":"rate_limited","retryAfterMs":300}""");
    }

    [Fact]
    public async Task Who_goes_on_with_what_is_no_call_is_cut_and_nobody_else()
    {
        await using var hub = await StartAsync(burst: 1);
        var ada = await hub.ConnectAsync("tea");
        var abuser = await hub.ConnectRawAsync();
        await abuser.WelcomeAsync();
        for (var i = 0; i < 300; i++)
            await abuser.SendAsync("""{"type":6}""", RawClient.Invocation(null, "NoSuchMethod"), RawClient.Invocation(null, "Subscribe", "1", "2", "3"));
        (await abuser.CallAsync("Unsubscribe", "\"tea\"")).Code().Should().Be("ok", "900 are borne");

        for (var i = 0; i < 101; i++)
            await abuser.SendAsync(RawClient.Invocation(null, "NoSuchMethod"));

        (await abuser.ReadToEndAsync()).Should().ContainSingle(frame => frame.Contains("\"type\":7"));
        (await ada.CodeOfAsync("Bye")).Should().Be("ok");
    }

    [Fact]
    public async Task A_client_may_say_every_second_that_it_is_there_for_as_long_as_it_likes()
    {
        await using var hub = await StartAsync(burst: 1);
        var idle = await hub.ConnectRawAsync("tea");
        await idle.WelcomeAsync();

        for (var seconds = 0; seconds < 2_000; seconds += 5)
        {
            hub.Time.Advance(TimeSpan.FromSeconds(5));
            await idle.SendAsync([.. Enumerable.Repeat("""{"type":6}""", 5)]);
            (await idle.CallAsync("Unsubscribe", "\"coffee\"")).Code().Should().Be("ok", "they have been read");
        }
    }

    [Fact]
    public async Task One_sessions_calls_take_nothing_from_anothers()
    {
        await using var hub = await StartAsync(burst: 2);
        var ada = await hub.ConnectAsync("tea");
        var bob = await hub.ConnectAsync("tea");
        await ada.InvokeAsync("SendMessage", "tea", "*", 1);
        (await ada.CodeOfAsync("SendMessage", "tea", "*", 1)).Should().Be("rate_limited");

        (await bob.CodeOfAsync("SendMessage", "tea", "*", 1)).Should().Be("ok");
    }

    [Fact]
    public async Task A_long_rest_gives_one_burst_and_not_more()
    {
        await using var hub = await StartAsync(burst: 3);
        var ada = await hub.ConnectAsync("tea");
        hub.Time.Advance(TimeSpan.FromHours(1));

        var codes = new List<string>();
        for (var i = 0; i < 4; i++)
            codes.Add(await ada.CodeOfAsync("GetIceServers", "tea"));

        codes.Should().Equal("ok", "ok", "ok", "rate_limited");
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public async Task Zero_is_no_limit(int callsPerSecond, int burst)
    {
        await using var hub = await TestHub.StartAsync(options => (options.CallsPerSecond, options.CallBurst) = (callsPerSecond, burst));
        var ada = await hub.ConnectAsync("tea");

        var calls = Enumerable.Range(0, 50).Select(_ => ada.CodeOfAsync("GetIceServers", "tea"));

        (await Task.WhenAll(calls)).Should().AllBe("ok");
    }

    [Fact]
    public async Task By_default_500_calls_at_once_and_100_a_second()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync();

        var codes = await Task.WhenAll(Enumerable.Range(0, 501).Select(_ => ada.InvokeAsync("Unsubscribe", "tea")));

        codes[..500].Should().AllSatisfy(answer => answer.Code().Should().Be("ok"));
        codes[500].GetRawText().Should().Be("""{"code":"rate_limited","retryAfterMs":10}""");
    }

    [Fact]
    public void Waiting_as_long_as_told_is_enough_at_any_rate()
    {
        for (var rate = 1; rate <= 1_000; rate++)
        {
            var time = new ManualTime();
            var budget = new TokenBucket(capacity: 2, rate, time);
            for (var i = 0; i < 60; i++)
            {
                time.Advance(TimeSpan.FromMilliseconds(i % 7));
                while (budget.TryTake(out _))
                {
                }

                budget.TryTake(out var retryAfterMs).Should().BeFalse();
                time.Advance(TimeSpan.FromMilliseconds(retryAfterMs));
                budget.TryTake(out _).Should().BeTrue($"{retryAfterMs} ms were waited at {rate} calls a second");
            }
        }
    }
}
