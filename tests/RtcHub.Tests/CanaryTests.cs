using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace RtcHub.Tests;

/// <summary>That the tests would notice if something of what clients say were logged, and that the framework's logs can't be made to say it.</summary>
public class CanaryTests
{
    [Theory]
    [InlineData("a-planted-secret", true)]
    [InlineData("\"a-planted-secret\"", true)]
    [InlineData("topic=a-planted-secret;", true)]
    [InlineData("a-planted-secretary", false)]
    [InlineData("nothing", false)]
    public void What_a_client_said_is_found_in_a_log_as_a_word_of_its_own(string line, bool isLeak)
    {
        Canary.Keep("""{"type":1,"target":"Subscribe","arguments":["a-planted-secret",null]}"""u8);

        (Canary.LeaksIn([line]).Count > 0).Should().Be(isLeak);
    }

    [Fact]
    public async Task The_tests_hear_what_the_nodes_log_at_Trace()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync("tea");

        hub.LogLines.Should().Contain(line => line.Contains(ada.PeerId, StringComparison.Ordinal));
        hub.LogLines.Should().Contain(line => line.StartsWith("Microsoft.AspNetCore.Server.Kestrel.Connections", StringComparison.Ordinal), "that is Debug");
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Critical)]
    [InlineData("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Critical)]
    [InlineData("Microsoft.AspNetCore.HttpLogging.HttpLoggingMiddleware", LogLevel.Critical)]
    [InlineData("Microsoft.AspNetCore.HttpOverrides.ForwardedHeadersMiddleware", LogLevel.Critical)]
    [InlineData("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.Debug)]
    [InlineData("Microsoft.AspNetCore.Http.Connections.Internal.HttpConnectionDispatcher", LogLevel.Debug)]
    public void Whatever_the_settings_of_the_log_these_say_nothing(string category, LogLevel upTo)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging =>
        {
            logging.AddProvider(new TestLog()).SetMinimumLevel(LogLevel.Trace);
            logging.AddFilter<TestLog>(category, LogLevel.Trace).AddFilter(category, _ => true);
        });
        services.AddRtcHub();
        using var provider = services.BuildServiceProvider();
        var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger(category);

        Enum.GetValues<LogLevel>().Where(level => level != LogLevel.None && logger.IsEnabled(level)).Should()
            .Equal(Enum.GetValues<LogLevel>().Where(level => level != LogLevel.None && level > upTo));
    }

    [Fact]
    public async Task No_address_of_a_client_is_logged()
    {
        await using var hub = await TestHub.StartAsync();
        foreach (var request in new[]
        {
            "GET /rtc HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            "GET /rtc HTTP/1.1\r\nHost: x\r\nOrigin: http://evil\r\n\r\n",
            "GET /rtc HTTP/1.1\r\nX-Forwarded-For: 203.0.113.77\r\n\r\n",
            "nonsense\r\n\r\n",
        })
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse("127.66.77.88"), 0));
            await socket.ConnectAsync(IPAddress.Loopback, hub.NodeUrl.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes(request));
            (await socket.ReceiveAsync(new byte[1024])).Should().BePositive("it is answered");
        }

        hub.LogLines.Should().NotContain(line => line.Contains("127.66.77.88") || line.Contains("203.0.113.77") || line.Contains("evil"));
    }
}
