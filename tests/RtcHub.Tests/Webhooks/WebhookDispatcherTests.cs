using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RtcHub.Topics;
using RtcHub.Webhooks;

namespace RtcHub.Tests.Webhooks;

/// <summary>How events get to a real receiver, in a time that the test makes go by.</summary>
public sealed class WebhookDispatcherTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime _time = new();
    private readonly TestLog _log = new();
    private readonly RequestCount _requests = new();
    private HookReceiver _receiver = null!;
    private ServiceProvider? _services;
    private WebhookContext? _context;
    private WebhookDispatcher? _dispatcher;
    private int _number;

    public async Task InitializeAsync() => _receiver = await HookReceiver.StartAsync();

    public async Task DisposeAsync()
    {
        if (_dispatcher is not null)
            await _dispatcher.StopAsync(TimeSpan.Zero);
        await _receiver.DisposeAsync();
    }

    public void Dispose()
    {
        _dispatcher?.Dispose();
        _services?.Dispose();
        _log.AssertClean();
    }

    [Fact]
    public async Task What_was_sent_is_signed_and_is_counted()
    {
        Start();

        Send("tea");
        var hook = (await _receiver.TakeAsync(1))[0];

        hook.FindSignature(HookReceiver.Secret).Should().Be(0);
        hook.Signatures.Should().ContainSingle();
        hook.ContentType.Should().Be("application/json");
        hook.SentAt.Should().Be(_time.GetUtcNow());
        await QuietAsync();
        (Counters.Delivered, Counters.Retried, Counters.Dropped, Counters.QueueLength).Should().Be((1, 0, 0, 0));
        _log.Lines.Should().NotContain(line => line.Contains(_receiver.Url.Authority, StringComparison.Ordinal));
    }

    [Fact]
    public async Task While_a_secret_is_replaced_there_are_signatures_of_both()
    {
        const string next = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
        Start(options => options.Webhooks.Secrets = [HookReceiver.Secret, next]);

        Send("tea");

        var hook = (await _receiver.TakeAsync(1))[0];
        (hook.FindSignature(HookReceiver.Secret), hook.FindSignature(next)).Should().Be((0, 1));
    }

    [Fact]
    public async Task A_receiver_that_is_down_for_30_seconds_gets_each_event_once_and_those_of_a_topic_in_order()
    {
        await _receiver.GoAwayAsync();
        Start();
        for (var i = 0; i < 20; i++)
            Send(i % 2 == 0 ? "tea" : "coffee");
        var back = _time.GetUtcNow() + (30 * Second);
        await UntilAsync(() => _time.GetUtcNow() >= back && Counters.Retried > 3, "it was tried often enough", Pass);

        await _receiver.ComeBackAsync();

        await _receiver.TakeAsync(20, Pass);
        _receiver.Attempts.Should().HaveCount(20);
        foreach (var topic in _receiver.Taken.GroupBy(hook => hook.Topic))
            topic.Select(hook => hook.Sequence).Should().BeInAscendingOrder().And.HaveCount(10);
        _log.Lines.Count(line => line.Contains("[1040]", StringComparison.Ordinal)).Should().Be(1);
        _log.Lines.Count(line => line.Contains("[1041]", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task What_fails_is_sent_again_with_growing_waits_the_same_id_and_the_time_of_the_attempt()
    {
        _receiver.Answer = Status(() => _receiver.Attempts.Length < 7 ? 500 : 200);
        Start();

        Send("tea");
        await _receiver.TakeAsync(1, Pass);

        var attempts = _receiver.Attempts;
        attempts.Select(hook => hook.Id).Distinct().Should().ContainSingle();
        attempts.Should().OnlyContain(hook => hook.FindSignature(HookReceiver.Secret) == 0);
        var waits = attempts.Zip(attempts.Skip(1), (before, after) => (after.SentAt - before.SentAt).TotalSeconds).ToArray();
        foreach (var (wait, least) in waits.Zip([0.0, 0.0, 1.0, 3.0, 6.5, 6.5])) // whole seconds; half of 1, 2, 4, 8, 15, 15
            wait.Should().BeGreaterThanOrEqualTo(least);
    }

    [Fact]
    public async Task The_next_event_of_a_topic_waits_until_the_receiver_has_the_one_before()
    {
        var underWay = 0;
        _receiver.Answer = async (_, context) =>
        {
            Interlocked.Increment(ref underWay).Should().Be(1);
            await _receiver.LetOthersComeAsync();
            Interlocked.Decrement(ref underWay);
            if (Random.Shared.Next(3) == 0)
                context.Response.StatusCode = 503;
        };
        Start();

        for (var i = 0; i < 10; i++)
            Send("tea");

        (await _receiver.TakeAsync(10, Pass)).Select(hook => hook.Sequence)
            .Should().Equal(Enumerable.Range(1, 10).Select(number => (long)number));
    }

    [Fact]
    public async Task A_topic_whose_events_are_not_answered_does_not_stop_the_others()
    {
        _receiver.Answer = (hook, context) => hook.Topic == "tea" ? Never(context) : Task.CompletedTask;
        Start();

        Send("tea");
        for (var i = 0; i < 10; i++)
            Send($"topic {i % 3}");

        (await _receiver.TakeAsync(10)).Should().OnlyContain(hook => hook.Topic != "tea");
    }

    [Fact]
    public async Task A_topic_whose_events_are_refused_does_not_hold_up_the_others()
    {
        _receiver.Answer = (hook, context) =>
        {
            context.Response.StatusCode = hook.Topic == "tea" ? 400 : 200;
            return Task.CompletedTask;
        };
        Start();
        Send("tea");
        await UntilAsync(() => Counters.Retried >= 4, "it was tried often enough", Pass);

        Send("coffee"); // and time stands still

        (await _receiver.TakeAsync(1))[0].Topic.Should().Be("coffee");
    }

    [Fact]
    public async Task No_more_topics_are_under_way_at_a_time_than_is_set()
    {
        var (underWay, most) = (0, 0);
        var three = new TaskCompletionSource();
        _receiver.Answer = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref underWay));
            if (most == 3)
                three.TrySetResult();
            await three.Task;
            await _receiver.LetOthersComeAsync();
            Interlocked.Decrement(ref underWay);
        };
        Start(options => options.Webhooks.Concurrency = 3);

        for (var i = 0; i < 30; i++)
            Send($"topic {i}");

        await _receiver.TakeAsync(30);
        most.Should().Be(3);
    }

    [Fact]
    public async Task While_the_receiver_is_down_one_event_at_a_time_tries_it()
    {
        var (underWay, most) = (0, 0);
        _receiver.Answer = async (_, context) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref underWay));
            await _receiver.LetOthersComeAsync();
            Interlocked.Decrement(ref underWay);
            context.Response.StatusCode = 503;
        };
        Start();
        Send("tea");
        await UntilAsync(() => _context!.Receiver.IsDown, "it is down", Pass);

        for (var i = 0; i < 20; i++)
            Send($"topic {i}");
        var before = _receiver.Attempts.Length;
        await UntilAsync(() => _receiver.Attempts.Length >= before + 30, "it was tried often enough", Pass);

        most.Should().Be(1);
    }

    [Fact]
    public async Task When_the_receiver_is_back_all_that_waited_goes()
    {
        _receiver.Answer = Status(() => 503);
        Start();
        Send("tea");
        await UntilAsync(() => Counters.Retried >= 4, "it was tried often enough", Pass);
        _receiver.Answer = Status(() => 200);

        Send("coffee"); // and time stands still

        (await _receiver.TakeAsync(2)).Select(hook => hook.Topic).Should().Equal("coffee", "tea");
    }

    [Theory]
    [InlineData(429, "20")]
    [InlineData(503, "20")]
    [InlineData(503, "Wed, 02 Jan 2030 03:04:25 GMT")]
    public async Task A_receiver_that_says_when_to_come_again_is_left_alone_until_then(int status, string retryAfter)
    {
        _receiver.Answer = (_, context) =>
        {
            if (_receiver.Attempts.Length == 1)
                (context.Response.StatusCode, context.Response.Headers.RetryAfter) = (status, retryAfter);
            return Task.CompletedTask;
        };
        Start();
        var start = _time.GetUtcNow();
        Send("tea");
        await UntilAsync(() => Counters.Retried == 1, "it was tried");

        Send("coffee");
        await _receiver.TakeAsync(2, Pass);

        _receiver.Taken.Should().OnlyContain(hook => hook.SentAt >= start + (20 * Second));
    }

    [Fact]
    public async Task After_410_gone_nothing_is_sent_and_everything_dropped()
    {
        _receiver.Answer = Status(() => 410);
        Start();

        Send("tea");
        Send("tea");
        Send("coffee");
        await UntilAsync(() => Counters.Dropped == 3, "3 are dropped", Pass);
        var attempts = _receiver.Attempts.Length;
        Send("tea");
        await UntilAsync(() => Counters.Dropped == 4, "4 are dropped", Pass);

        attempts.Should().BeLessThanOrEqualTo(2, "one of each topic may have been under way");
        _receiver.Attempts.Should().HaveCount(attempts);
        _log.Lines.Count(line => line.Contains("[1043]", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task A_redirect_is_a_failure_and_not_followed()
    {
        _receiver.Answer = (_, context) =>
        {
            if (_receiver.Attempts.Length == 1)
                context.Response.Redirect(_receiver.Url.ToString(), permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };
        Start();

        Send("tea");
        await UntilAsync(() => Counters.Retried == 1, "it was tried");

        _receiver.Attempts.Should().ContainSingle("time stands still");
        await _receiver.TakeAsync(1, Pass);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_in_time_gets_the_event_again()
    {
        _receiver.Answer = (_, context) => _receiver.Attempts.Length == 1 ? Never(context) : Task.CompletedTask;
        Start(options => options.Webhooks.Timeout = 5 * Second);
        var start = _time.GetUtcNow();

        Send("tea");
        await UntilAsync(() => _receiver.Attempts.Length == 1, "it has come");
        await _receiver.TakeAsync(1, () => _time.Advance(Second / 4)); // while the request is under way

        _receiver.Attempts.Should().HaveCount(2);
        _receiver.Attempts[1].SentAt.Should().BeOnOrAfter(start + (5 * Second));
    }

    [Fact]
    public async Task What_a_receiver_has_to_say_besides_is_not_read()
    {
        var isCut = new TaskCompletionSource();
        _receiver.Answer = async (_, context) =>
        {
            context.Response.StatusCode = 200;
            await context.Response.Body.WriteAsync("and"u8.ToArray());
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            isCut.SetResult();
        };
        Start();

        Send("tea");

        await UntilAsync(() => Counters.Delivered == 1, "it is delivered");
        await isCut.Task.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task What_is_too_old_is_dropped_and_what_comes_then_is_sent()
    {
        _receiver.Answer = Status(() => 500);
        Start(options => options.Webhooks.RetryFor = 60 * Second);
        Send("tea");
        Send("tea");
        await UntilAsync(() => Counters.Dropped == 2, "2 are dropped", Pass);
        _receiver.Answer = Status(() => 200);

        Send("tea");

        (await _receiver.TakeAsync(1, Pass))[0].Sequence.Should().Be(3);
        _log.Lines.Count(line => line.Contains("[1042]", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task Who_may_not_send_any_more_does_not()
    {
        var maySend = true;
        _receiver.Answer = Status(() => _receiver.Attempts.Length == 1 ? 500 : 200);
        Start(maySend: () => maySend);
        Send("tea");
        await UntilAsync(() => Counters.Retried == 1, "it was tried");

        maySend = false;
        _time.Advance(60 * Second);
        await _dispatcher!.StopAsync(TimeSpan.FromSeconds(10));

        _receiver.Attempts.Should().ContainSingle();
    }

    private WebhookCounters Counters => _context!.Counters;

    private static Func<Hook, HttpContext, Task> Status(Func<int> status) => (_, context) =>
    {
        context.Response.StatusCode = status();
        return Task.CompletedTask;
    };

    private static async Task Never(HttpContext context)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
    }

    private void Start(Action<RtcHubOptions>? configure = null, Func<bool>? maySend = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders().AddProvider(_log).SetMinimumLevel(LogLevel.Trace));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<TimeProvider>(_time);
        services.AddRtcHub(options =>
        {
            _receiver.Configure(options);
            options.Webhooks.Timeout = TimeSpan.FromMinutes(5);
            configure?.Invoke(options);
        });
        services.AddHttpClient(WebhookSender.ClientName).AddHttpMessageHandler(_requests.CreateHandler);
        _services = services.BuildServiceProvider();
        _context = _services.GetRequiredService<WebhookContext>();
        _dispatcher = new WebhookDispatcher(_context) { MaySend = maySend ?? (() => true) };
    }

    private void Send(string topic)
    {
        Canary.Keep(topic);
        var peer = new Peer(Guid.NewGuid().ToString(), PeerState.Connected, DateTime.UnixEpoch, null);
        var change = new RosterEvent(topic, RosterEventKind.Joined, new Member(peer, "local", 1, TopicAccess.Open), ++_number);
        _dispatcher!.Add(new Webhook(_number, WebhookKind.PeerJoined, $"evt_{_number}", _time.GetUtcNow(), _number, change));
    }

    private Task QuietAsync() => UntilAsync(() => _dispatcher!.Count == 0, "nothing waits");

    private static Task UntilAsync(Func<bool> condition, string what, Action? meanwhile = null) =>
        Eventually.TrueAsync(HookReceiver.Patience, condition, what, meanwhile);

    /// <summary>A quarter of a second goes by, unless a request is under way.</summary>
    private void Pass()
    {
        if (_requests.IsNone)
            _time.Advance(Second / 4);
    }
}
