namespace RtcHub.Tests;

public class IceServersTests
{
    private const string Configured =
        """[{"urls":["stun:one.example","stun:two.example:3478"]},{"urls":["turn:turn.example"],"username":"ada","credential":"secret"}]""";

    private static Task<TestHub> StartAsync() => TestHub.StartAsync(options =>
    {
        options.IceServers.Add(new IceServer { Urls = ["stun:one.example", "stun:two.example:3478"] });
        options.IceServers.Add(new IceServer { Urls = ["turn:turn.example"], Username = "ada", Credential = "secret" });
    });

    [Fact]
    public async Task Subscribers_are_given_the_configured_servers()
    {
        await using var hub = await StartAsync();
        var ada = await hub.ConnectAsync("tea");

        var answer = await ada.InvokeAsync("GetIceServers", "tea");

        answer.GetRawText().Should().Be($$"""{"iceServers":{{Configured}},"code":"ok"}""");
        (await ada.SubscribeAsync("coffee")).GetProperty("iceServers").GetRawText().Should().Be(Configured);
        ada.Welcome.GetProperty("subscriptions")[0].GetProperty("iceServers").GetRawText().Should().Be(Configured);
    }

    [Fact]
    public async Task None_are_an_empty_list()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");

        (await ada.InvokeAsync("GetIceServers", "tea")).GetProperty("iceServers").GetRawText().Should().Be("[]");
    }

    [Fact]
    public async Task Others_are_refused()
    {
        await using var hub = await StartAsync();
        var ada = await hub.ConnectAsync();

        (await ada.InvokeAsync("GetIceServers", "tea")).GetRawText().Should().Be("""{"code":"not_subscribed"}""");
    }
}
