using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace RtcHub.Tests.Support;

/// <summary>One HTTP request whose every byte the test says, and the head of its response. The connection stays open.</summary>
internal sealed class RawRequest : IDisposable
{
    private readonly TcpClient _connection;
    private readonly string[] _head;

    private RawRequest(TcpClient connection, string[] head) => (_connection, _head) = (connection, head);

    /// <summary>As in <c>HTTP/1.1 101 Switching Protocols</c>.</summary>
    public string StatusLine => _head[0];

    public int Status => int.Parse(StatusLine.Split(' ')[1], CultureInfo.InvariantCulture);

    /// <summary>The value of a header of the response, if it is there.</summary>
    public string? Header(string name) => _head
        .Where(line => line.StartsWith(name + ": ", StringComparison.OrdinalIgnoreCase))
        .Select(line => line[(name.Length + 2)..])
        .SingleOrDefault();

    /// <summary>Asks for a WebSocket. A host comes with it only if <paramref name="headers"/> have one.</summary>
    public static Task<RawRequest> UpgradeAsync(Uri hub, params string[] headers) => SendAsync(
        hub,
        [
            $"GET {hub.PathAndQuery} HTTP/1.1",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            .. headers,
        ]);

    public static async Task<RawRequest> SendAsync(Uri server, params string[] head)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var connection = new TcpClient();
        await connection.ConnectAsync(server.Host, server.Port, timeout.Token);
        await connection.GetStream().WriteAsync(Encoding.UTF8.GetBytes(string.Join("\r\n", head) + "\r\n\r\n"), timeout.Token);

        using var reader = new StreamReader(connection.GetStream(), leaveOpen: true);
        var answer = new List<string>();
        while (await reader.ReadLineAsync(timeout.Token) is { Length: > 0 } line)
            answer.Add(line);
        return new RawRequest(connection, [.. answer]);
    }

    /// <summary>What follows the request.</summary>
    public Task SendAsync(byte[] bytes) => _connection.GetStream().WriteAsync(bytes).AsTask();

    /// <summary>Completes when the server ends the connection.</summary>
    public async Task WhenEndedAsync()
    {
        try
        {
            while (await _connection.GetStream().ReadAsync(new byte[1024]) > 0)
            {
            }
        }
        catch (IOException)
        {
            // without a goodbye
        }
    }

    public void Dispose() => _connection.Dispose();
}
