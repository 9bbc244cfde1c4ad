using RtcHub.Admission;

namespace RtcHub.Tests;

/// <summary>So many enter a topic at a time, each until it has read who is there.</summary>
public class TopicGateTests
{
    private const int Places = 64;
    private const int Speakers = 48;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ManualTime _time = new();

    [Fact]
    public async Task Whoever_finds_all_places_taken_enters_once_one_is_free()
    {
        var gate = new TopicGate(_time);
        var inside = await FillAsync(gate);

        var next = gate.TryEnterAsync("tea", CancellationToken.None).AsTask();
        next.IsCompleted.Should().BeFalse();
        inside[10].Dispose();

        (await next).Should().NotBeNull();
        gate.TryEnterAsync("tea", CancellationToken.None).AsTask().IsCompleted.Should().BeFalse("that one has the place now");
    }

    [Fact]
    public async Task No_topic_waits_for_another()
    {
        var gate = new TopicGate(_time);
        await FillAsync(gate);

        (await gate.TryEnterAsync("coffee", CancellationToken.None)).Should().NotBeNull();
    }

    [Fact]
    public async Task Nobody_waits_for_more_than_ten_seconds()
    {
        var gate = new TopicGate(_time);
        await FillAsync(gate);

        var next = gate.TryEnterAsync("tea", CancellationToken.None).AsTask();
        _time.Advance(TimeSpan.FromSeconds(9.9));
        next.IsCompleted.Should().BeFalse();
        _time.Advance(TimeSpan.FromSeconds(0.1));

        (await next).Should().BeNull();
    }

    [Fact]
    public async Task Whose_connection_is_lost_waits_no_longer()
    {
        var gate = new TopicGate(_time);
        await FillAsync(gate);
        using var connection = new CancellationTokenSource();

        var next = gate.TryEnterAsync("tea", connection.Token).AsTask();
        await connection.CancelAsync();

        (await next).Should().BeNull();
    }

    [Fact]
    public async Task Whoever_was_let_in_or_refused_leaves_the_place_to_others()
    {
        await using var hub = await TestHub.StartAsync(options => (options.CallsPerSecond, options.MaxPeersPerTopic) = (0, 1));
        var ada = await hub.ConnectAsync("tea");
        var bob = await hub.ConnectAsync("water");

        for (var i = 0; i <= Places * 3; i++)
        {
            (await bob.CodeOfAsync("Subscribe", "tea", null)).Should().Be("topic_full");
            (await ada.CodeOfAsync("Unsubscribe", "tea")).Should().Be("ok");
            await hub.SettleAsync();
            (await ada.CodeOfAsync("Subscribe", "tea", null)).Should().Be("ok");
        }
    }

    [Fact]
    public async Task Those_who_do_not_read_who_is_there_keep_others_waiting()
    {
        await using var hub = await StartWithAFullGateAsync(slowConsumerTimeout: TimeSpan.FromMinutes(1));
        var late = await hub.ConnectAsync("water");

        var waits = hub.Time.WhenTimerAsync(Patience);
        var answer = late.InvokeAsync("Subscribe", "tea", null);
        await waits.WaitAsync(Patience);
        hub.Time.Advance(Patience);

        (await answer).GetRawText().Should().Be("""{"code":"rate_limited","retryAfterMs":1000}""");
    }

    [Fact]
    public async Task Who_is_cut_for_not_reading_leaves_the_place_to_others()
    {
        var timeout = TimeSpan.FromSeconds(1);
        await using var hub = await StartWithAFullGateAsync(slowConsumerTimeout: timeout);

        hub.Time.Advance(timeout);

        (await (await hub.ConnectAsync()).CodeOfAsync("Subscribe", "tea", null)).Should().Be("ok");
    }

    /// <summary>In <c>tea</c> is so much to read that those who do not read hold every place.</summary>
    private static async Task<TestHub> StartWithAFullGateAsync(TimeSpan slowConsumerTimeout)
    {
        var hub = await TestHub.StartAsync(options =>
        {
            options.MaxPeersPerTopic = 200;
            options.SlowConsumerTimeout = slowConsumerTimeout;
            options.SubscribeTimeout = TimeSpan.FromHours(1);
        });
        var metadata = JsonElements.Json($$"""{"note":"{{new string('x', 4_000)}}"}""");
        var watcher = await hub.ConnectAsync("tea");
        for (var i = 0; i < Speakers; i++)
            await (await hub.ConnectAsync()).SubscribeAsync("tea", new { metadata });
        var blocked = hub.Time.WhenTimerAsync(slowConsumerTimeout);
        for (var i = 0; i < Places; i++)
            await hub.ConnectReluctantReaderAsync("tea");

        // A connection stands before its session is in its topics.
        for (var missing = Speakers + Places; missing > 0;)
        {
            if ((await watcher.NextAsync()).Method == "PeerJoined")
                missing--;
        }

        await blocked; // and then their rosters wait for them
        return hub;
    }

    private static async Task<IDisposable[]> FillAsync(TopicGate gate)
    {
        var places = new IDisposable?[Places];
        for (var i = 0; i < Places; i++)
            places[i] = await gate.TryEnterAsync("tea", CancellationToken.None);
        return places!;
    }
}
