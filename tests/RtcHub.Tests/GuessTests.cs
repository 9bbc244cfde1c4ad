namespace RtcHub.Tests;

/// <summary>Whoever tries tickets and tokens that were made up waits longer each time, and nobody else does.</summary>
public class GuessTests
{
    private static readonly string Secret = Convert.ToBase64String(new byte[32]);

    [Fact]
    public async Task Each_wrong_guess_is_answered_later_than_the_one_before()
    {
        await using var hub = await StartAsync();
        var eve = await hub.ConnectAsync();

        foreach (var wait in new[] { 0.1, 0.2, 0.4 })
            (await GuessAsync(hub, eve, TimeSpan.FromSeconds(wait))).Should().Be("forbidden");
        foreach (var waitMs in new[] { 800, 1_600, 3_200, 6_400, 12_800, 25_000, 25_000 })
        {
            (await eve.InvokeAsync("RefreshToken", "a guess")).GetProperty("retryAfterMs").GetInt32().Should().Be(waitMs);
            hub.Time.Advance(TimeSpan.FromMilliseconds(waitMs));
        }
    }

    [Fact]
    public async Task While_a_connection_has_to_wait_nothing_that_it_shows_is_looked_at_and_all_else_goes_on()
    {
        await using var hub = await StartAsync();
        var eve = await hub.ConnectAsync();
        foreach (var wait in new[] { 0.1, 0.2, 0.4 })
            await GuessAsync(hub, eve, TimeSpan.FromSeconds(wait));
        (await eve.CodeOfAsync("RefreshToken", "a guess")).Should().Be("rate_limited");

        hub.Time.Advance(TimeSpan.FromSeconds(0.5));
        var good = TokenOf(hub, TimeSpan.FromHours(1));
        var answer = await eve.InvokeAsync("RefreshToken", good);
        (answer.Code(), answer.GetProperty("retryAfterMs").GetInt32()).Should().Be(("rate_limited", 300));
        (await eve.CodeOfAsync("Resume", "a guess", 0)).Should().Be("rate_limited");
        (await eve.CodeOfAsync("Subscribe", "tea", null)).Should().Be("forbidden");

        hub.Time.Advance(TimeSpan.FromMilliseconds(300));
        (await eve.CodeOfAsync("RefreshToken", good)).Should().Be("ok");
    }

    [Fact]
    public async Task A_good_token_from_the_same_address_is_answered_at_once()
    {
        await using var hub = await StartAsync();
        var (eve, ada) = (await hub.ConnectAsync(), await hub.ConnectAsync());
        await GuessAsync(hub, eve, TimeSpan.FromSeconds(0.1));
        var heldUp = hub.Time.WhenTimerAsync(TimeSpan.FromSeconds(0.2));
        var guess = eve.InvokeAsync("RefreshToken", "a guess");
        await heldUp;

        (await ada.CodeOfAsync("RefreshToken", TokenOf(hub, TimeSpan.FromHours(1)))).Should().Be("ok");
        (await ada.CodeOfAsync("Subscribe", "tea", null)).Should().Be("ok");

        guess.IsCompleted.Should().BeFalse("time stands still");
        hub.Time.Advance(TimeSpan.FromSeconds(0.2));
        (await guess).Code().Should().Be("forbidden");
    }

    [Fact]
    public async Task A_token_that_has_ended_is_no_guess()
    {
        await using var hub = await StartAsync();
        var ada = await hub.ConnectAsync();

        for (var i = 0; i < 3; i++)
            (await ada.CodeOfAsync("RefreshToken", TokenOf(hub, TimeSpan.FromHours(-1)))).Should().Be("forbidden");
    }

    [Fact]
    public async Task A_forged_ticket_of_a_living_session_is_a_guess()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        var eve = await hub.ConnectAsync();
        var forged = ada.Ticket[..60] + (ada.Ticket[60] == 'A' ? 'B' : 'A') + ada.Ticket[61..];

        (await HeldUpAsync(hub, TimeSpan.FromSeconds(0.1), () => eve.CodeOfAsync("Resume", "made up", 0))).Should().Be("session_gone");
        (await HeldUpAsync(hub, TimeSpan.FromSeconds(0.2), () => eve.CodeOfAsync("Resume", forged, 0))).Should().Be("session_gone");

        (await ada.CodeOfAsync("GetIceServers", "tea")).Should().Be("ok");
    }

    [Fact]
    public async Task A_ticket_of_a_session_that_is_no_more_is_answered_at_once_the_first_time_on_a_connection()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");
        await ada.InvokeAsync("Bye");

        foreach (var back in new[] { await hub.ConnectAsync(), await hub.ConnectAsync(), await hub.ConnectAsync() })
            (await back.CodeOfAsync("Resume", ada.Ticket, 0)).Should().Be("session_gone");
        var eve = await hub.ConnectAsync();
        (await eve.CodeOfAsync("Resume", ada.Ticket, 0)).Should().Be("session_gone");
        await HeldUpAsync(hub, TimeSpan.FromSeconds(0.1), () => eve.CodeOfAsync("Resume", ada.Ticket, 0));
    }

    [Fact]
    public async Task Guesses_are_forgotten_after_ten_quiet_minutes()
    {
        await using var hub = await StartAsync();
        var eve = await hub.ConnectAsync();
        await GuessAsync(hub, eve, TimeSpan.FromSeconds(0.1));
        await GuessAsync(hub, eve, TimeSpan.FromSeconds(0.2));

        hub.Time.Advance(TimeSpan.FromMinutes(11));

        await GuessAsync(hub, eve, TimeSpan.FromSeconds(0.1));
    }

    private static Task<string> GuessAsync(TestHub hub, TestPeer eve, TimeSpan wait) =>
        HeldUpAsync(hub, wait, () => eve.CodeOfAsync("RefreshToken", "a guess"));

    /// <summary>What a call is answered, exactly so much later.</summary>
    private static async Task<string> HeldUpAsync(TestHub hub, TimeSpan wait, Func<Task<string>> call)
    {
        var heldUp = hub.Time.WhenTimerAsync(wait);
        var answer = call();
        await heldUp;
        answer.IsCompleted.Should().BeFalse();
        hub.Time.Advance(wait);
        return await answer;
    }

    private static Task<TestHub> StartAsync() => TestHub.StartAsync(options =>
    {
        options.Tokens.Keys["k1"] = Secret;
        options.SubscribeTimeout = TimeSpan.FromHours(1);
    });

    private static string TokenOf(TestHub hub, TimeSpan lifetime) =>
        new JoinToken("ada", ["*"], TopicGrants.Signal, hub.Time.GetUtcNow() + lifetime).Sign("k1", Secret);
}
