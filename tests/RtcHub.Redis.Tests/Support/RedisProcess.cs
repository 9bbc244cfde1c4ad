using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace RtcHub.Tests.Support;

/// <summary>A real Redis on a port of its own, without persistence.</summary>
internal sealed class RedisProcess : IDisposable
{
    private static readonly Lazy<RedisProcess> SharedProcess = new(() => new RedisProcess());
    private readonly int _port = FreePort();
    private readonly Lazy<ConnectionMultiplexer> _connection;
    private Process _process = null!;

    public RedisProcess()
    {
        Start();
        _connection = new(() => ConnectionMultiplexer.Connect(ConnectionString));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
    }

    /// <summary>For tests that do it no harm; each has keys of its own.</summary>
    public static RedisProcess Shared => SharedProcess.Value;

    public int Port => _port;

    public string ConnectionString => $"127.0.0.1:{_port}";

    /// <summary>A connection that tests share.</summary>
    public ConnectionMultiplexer Connection => _connection.Value;

    /// <summary>Starts it, empty, on the port that it had.</summary>
    public void Start()
    {
        _process = Process.Start(new ProcessStartInfo(
            "redis-server", ["--port", $"{_port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]) { RedirectStandardOutput = true })!;
        while (_process.StandardOutput.ReadLine() is { } line && !line.Contains("Ready to accept connections", StringComparison.Ordinal))
        {
        }

        _ = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Ends it without a word.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>It takes what it is sent and says nothing, until <see cref="Continue"/>.</summary>
    public void Stop() => Signal("-STOP");

    public void Continue() => Signal("-CONT");

    /// <summary>Runs a command and returns what redis-cli prints.</summary>
    public string Run(params string[] command)
    {
        using var cli = Process.Start(new ProcessStartInfo("redis-cli", ["-p", $"{_port}", .. command]) { RedirectStandardOutput = true })!;
        return cli.StandardOutput.ReadToEnd();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process.Id}"]);
        kill.WaitForExit();
    }
}
