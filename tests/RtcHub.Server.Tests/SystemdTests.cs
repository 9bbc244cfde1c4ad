using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RtcHub.Server.Tests;

/// <summary>The server as a service of systemd: a real process, and what it tells who started it.</summary>
public sealed partial class SystemdTests
{
    private const string Ready = "RtcHub is ready.";

    [Fact]
    public async Task It_says_that_it_is_ready_when_it_listens_and_that_it_stops_on_sigterm()
    {
        using var manager = new ServiceManager();

        (await manager.NotificationAsync()).Should().Be("READY=1");
        var line = await manager.LogLineAsync(Ready);
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(Address().Match(line).Value + "/readyz"));
        answer.StatusCode.Should().Be(HttpStatusCode.OK);

        manager.SendSigterm();
        (await manager.NotificationAsync()).Should().Be("STOPPING=1");
        (await manager.ExitCodeAsync()).Should().Be(0);
    }

    [Fact]
    public async Task What_it_logs_is_one_line_with_a_level_that_the_journal_knows()
    {
        using var manager = new ServiceManager();

        (await manager.LogLineAsync(Ready)).Should().StartWith("<6>RtcHub.Server.StartupMessage[3000] ");
    }

    [Fact]
    public async Task A_log_format_that_is_set_goes_before_the_journals()
    {
        using var manager = new ServiceManager(("Logging__Console__FormatterName", "json"));

        JsonElement.Parse(await manager.LogLineAsync(Ready)).GetProperty("EventId").GetInt32().Should().Be(3000);
    }

    [GeneratedRegex("http://[0-9.:]+")]
    private static partial Regex Address();
}
