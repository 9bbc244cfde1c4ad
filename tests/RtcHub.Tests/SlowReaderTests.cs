using System.Text.Json;

namespace RtcHub.Tests;

public class SlowReaderTests
{
    /// <summary>The transport has the same limit on the real clock: longer than any machine takes to fill all buffers.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    private static readonly string Data = new('x', 16_000);

    [Fact]
    public async Task Who_stops_reading_is_cut_and_the_others_get_everything()
    {
        await using var hub = await TestHub.StartAsync(options => options.CallsPerSecond = 0);
        var stopped = await hub.ConnectReluctantReaderAsync("tea");
        var stoppedId = (await stopped.WelcomeAsync()).PeerId();
        var peers = await hub.MeetAsync("tea", 2);

        await BroadcastUntilCutAsync(peers[0], peers[1], stoppedId);

        (await stopped.ReadToEndAsync()).Should().NotContain(frame => frame.Contains("\"type\":7"), "it is cut, not asked to go");
    }

    [Fact]
    public async Task A_write_that_waits_too_long_is_cut()
    {
        await using var hub = await StartPatientAsync();
        var stopped = await hub.ConnectReluctantReaderAsync("tea");
        var stoppedId = (await stopped.WelcomeAsync()).PeerId();
        var peers = await hub.MeetAsync("tea", 2);
        for (var sent = 0; sent < 800; sent++) // more than the system's buffers take
            await peers[0].InvokeAsync("SendMessage", "tea", stoppedId, Data);

        hub.Time.Advance(Patience - TimeSpan.FromMilliseconds(1));
        (await peers[1].DrainAsync()).Should().BeEmpty();

        hub.Time.Advance(TimeSpan.FromMilliseconds(1));
        (await peers[1].NextAsync("PeerUpdated"))[1].State().Should().Be("interrupted");
    }

    [Fact]
    public async Task Who_reads_late_but_in_time_gets_everything_also_more_than_is_kept_for_a_resume()
    {
        const int Messages = 400;
        await using var hub = await StartPatientAsync(options => options.ReplayBufferEvents = 4);
        var late = await hub.ConnectReluctantReaderAsync("tea");
        var lateId = (await late.WelcomeAsync()).PeerId();
        var ada = await hub.ConnectAsync("tea");
        for (var n = 0; n < Messages; n++)
            (await ada.CodeOfAsync("SendMessage", "tea", lateId, new { n, Data })).Should().Be("ok");

        (await late.NextFrameAsync()).Should().Contain("\"PeerJoined\"");
        for (var n = 0; n < Messages; n++)
            JsonElement.Parse((await late.NextFrameAsync())!).GetProperty("arguments")[2].GetProperty("n").GetInt32().Should().Be(n);
    }

    [Theory]
    [InlineData(131_072, "gap")]
    [InlineData(100_000_000, "ok")]
    public async Task Who_was_cut_may_resume(int replayBufferBytes, string code)
    {
        await using var hub = await TestHub.StartAsync(options =>
        {
            options.CallsPerSecond = 0;
            options.ReplayBufferBytes = replayBufferBytes;
            options.ReplayBufferEvents = 100_000;
        });
        var stopped = await hub.ConnectReluctantReaderAsync("tea");
        var welcome = await stopped.WelcomeAsync();
        var peers = await hub.MeetAsync("tea", 2);
        var sent = await BroadcastUntilCutAsync(peers[0], peers[1], welcome.PeerId());
        await hub.SettleAsync(); // nothing is on its way any more
        var handled = 0;
        for (; handled < 5; handled++)
            await stopped.NextFrameAsync();

        var back = await hub.ConnectRawAsync();
        await back.WelcomeAsync();
        var answer = await back.CallAsync("Resume", $"\"{welcome.GetProperty("resumeTicket").GetString()}\"", $"{handled}");

        answer.Code().Should().Be(code);
        (await back.WelcomeAsync()).PeerId().Should().Be(welcome.PeerId());
        if (code == "gap")
        {
            (await back.NextFrameAsync()).Should().Contain("\"Roster\"");
        }
        else
        {
            const int Joins = 2;
            for (var n = handled - Joins; n < sent; n++)
                JsonElement.Parse((await back.NextFrameAsync())!).GetProperty("arguments")[2].GetProperty("n").GetInt32().Should().Be(n);
        }

        await peers[0].InvokeAsync("SendMessage", "tea", "*", "welcome back");
        (await back.NextFrameAsync()).Should().Contain("welcome back");
    }

    [Fact]
    public async Task Large_rosters_after_a_gap_are_not_taken_for_a_slow_reader()
    {
        await using var hub = await TestHub.StartAsync(options => options.SlowConsumerBytes = 5_000);
        var metadata = JsonElements.Json($$$"""{"metadata":{"about":"{{{new string('x', 4_000)}}}"}}""");
        var lost = await hub.ConnectAsync("tea", "coffee");
        var ada = await hub.ConnectAsync();
        await ada.InvokeAsync("Subscribe", "tea", metadata);
        await ada.InvokeAsync("Subscribe", "coffee", metadata);
        await lost.DropAsync();

        var back = await hub.ConnectAsync();
        (await back.ResumeAsync(lost, received: 99)).Code().Should().Be("gap");

        await back.NextAsync("Roster");
        await back.NextAsync("Roster");
        await hub.SettleAsync(); // Ada's node knows
        (await ada.CodeOfAsync("SendMessage", "tea", back.PeerId, "welcome back")).Should().Be("ok");
        (await back.NextAsync("Message"))[2].GetString().Should().Be("welcome back");
    }

    [Fact]
    public async Task What_waited_for_the_first_session_of_a_connection_does_not_follow_the_answer_to_its_resume()
    {
        await using var hub = await StartPatientAsync();
        var lost = await hub.ConnectAsync("coffee");
        await lost.DropAsync();
        var slow = await hub.ConnectReluctantReaderAsync("tea");
        await slow.WelcomeAsync();
        var ada = await hub.ConnectAsync("tea");
        for (var sent = 0; sent < 800; sent++)
            await ada.InvokeAsync("SendMessage", "tea", "*", Data);

        await slow.SendAsync(RawClient.Invocation("1", "Resume", $"\"{lost.Ticket}\"", "0"));
        await ada.NextAsync("PeerLeft");
        while (!(await slow.NextFrameAsync())!.StartsWith("""{"type":3""", StringComparison.Ordinal))
        {
            // of the first session
        }

        (await slow.WelcomeAsync()).PeerId().Should().Be(lost.PeerId);
        (await slow.CallAsync("GetIceServers", "\"coffee\"")).Code().Should().Be("ok");
    }

    /// <summary>Whatever waits, only a write that waits for too long is a slow reader's.</summary>
    private static Task<TestHub> StartPatientAsync(Action<RtcHubOptions>? configure = null) => TestHub.StartAsync(options =>
    {
        (options.CallsPerSecond, options.SlowConsumerBytes, options.SlowConsumerTimeout) = (0, 1 << 30, Patience);
        configure?.Invoke(options);
    });

    /// <summary>
    /// Sends until the reader that stopped is cut; each call is answered, each message reaches the other reader. Returns
    /// how many were sent.
    /// </summary>
    private static async Task<int> BroadcastUntilCutAsync(TestPeer sender, TestPeer reader, string stoppedId)
    {
        var sent = 0;
        while (true)
        {
            (await sender.CodeOfAsync("SendMessage", "tea", "*", new { n = sent, Data })).Should().Be("ok");
            var call = await reader.NextAsync();
            if (call.Method == "PeerUpdated")
            {
                call[1].PeerId().Should().Be(stoppedId);
                call[1].State().Should().Be("interrupted");
                (await reader.NextAsync("Message"))[2].GetProperty("n").GetInt32().Should().Be(sent);
                return sent + 1;
            }

            call[2].GetProperty("n").GetInt32().Should().Be(sent++);
            sent.Should().BeLessThan(10_000, "the one that stopped is cut before");
        }
    }
}
