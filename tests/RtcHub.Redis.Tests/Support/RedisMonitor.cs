using System.Net.Sockets;
using System.Text.RegularExpressions;
using RtcHub.Redis;

namespace RtcHub.Tests.Support;

/// <summary>One command that a client of Redis has sent: its words as MONITOR writes them, with bytes as <c>\x01</c>.</summary>
internal sealed record RedisCommand(string[] Words)
{
    public string Name => Words[0].ToUpperInvariant();

    public bool Runs(RedisScript script) => Name == "EVALSHA" && Words[1] == Convert.ToHexStringLower(script.Hash);

    /// <summary>Puts a message of that type into a node's inbox.</summary>
    public bool Publishes(InboxMessage type) => Name == "PUBLISH" && Words[2].StartsWith($@"\x01{(char)type}", StringComparison.Ordinal);
}

/// <summary>Every command that Redis gets, but for what scripts call.</summary>
internal sealed partial class RedisMonitor : IAsyncDisposable
{
    private readonly TcpClient _client;
    private readonly StreamReader _reader;
    private readonly RedisProcess _redis;

    private RedisMonitor(RedisProcess redis, TcpClient client) =>
        (_redis, _client, _reader) = (redis, client, new StreamReader(client.GetStream()));

    public static async Task<RedisMonitor> StartAsync(RedisProcess redis)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", redis.Port);
        var monitor = new RedisMonitor(redis, client);
        await client.GetStream().WriteAsync("MONITOR\r\n"u8.ToArray());
        (await monitor._reader.ReadLineAsync()).Should().Be("+OK");
        return monitor;
    }

    /// <summary>What came since it was asked last, without what keeps nodes alive: beats, probes, and pings.</summary>
    public async Task<RedisCommand[]> TakeAsync()
    {
        var end = Guid.NewGuid().ToString();
        _redis.Run("ECHO", end);
        var commands = new List<RedisCommand>();
        while (true)
        {
            var line = (await _reader.ReadLineAsync())!;
            var command = new RedisCommand([.. Word().Matches(line).Select(match => match.Groups[1].Value)]);
            if (command.Words is ["ECHO", var text] && text == end)
                return [.. commands.Where(command => !KeepsAlive(command))];
            if (!line.Contains(" lua] ", StringComparison.Ordinal))
                commands.Add(command);
        }
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool KeepsAlive(RedisCommand command) =>
        command.Runs(RedisScript.Beat) || command.Publishes(InboxMessage.Probe) || command.Name is "PING" or "INFO";

    [GeneratedRegex("\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Word();
}
