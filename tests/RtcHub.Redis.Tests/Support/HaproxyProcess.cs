using System.Diagnostics;
using System.Globalization;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace RtcHub.Tests.Support;

/// <summary>A real HAProxy in front of three nodes, with the file that is deployed.</summary>
internal sealed class HaproxyProcess : IDisposable
{
    private const string Affinity = "balance hash var(txn.topic)";

    // Below those that the system gives to outgoing connections and to servers that ask for any.
    private static int s_lastPort = 10_000 + Random.Shared.Next(10_000);

    private readonly Process _process;
    private readonly string _file;

    private HaproxyProcess(Process process, string file, int port) => (_process, _file, Port) = (process, file, port);

    public int Port { get; }

    /// <param name="nodes">Three.</param>
    /// <param name="isRandom">Whether every connection goes to a random node, whatever its topic; nothing else changes.</param>
    public static async Task<HaproxyProcess> StartAsync(Uri[] nodes, bool isRandom = false)
    {
        var config = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "haproxy.cfg"));
        config.Should().Contain(Affinity);
        if (isRandom)
            config = config.Replace(Affinity, "balance random(1)", StringComparison.Ordinal);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, config);

        var port = FreePort();
        var start = new ProcessStartInfo("/usr/sbin/haproxy", ["-db", "-f", file]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["RTCHUB_LISTEN"] = $"127.0.0.1:{port}";
        for (var i = 0; i < nodes.Length; i++)
            start.Environment[string.Create(CultureInfo.InvariantCulture, $"RTCHUB_NODE{i + 1}")] = nodes[i].Authority;

        var haproxy = new HaproxyProcess(Process.Start(start)!, file, port);
        await haproxy.WhenListeningAsync();
        return haproxy;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        File.Delete(_file);
    }

    private async Task WhenListeningAsync()
    {
        var output = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
        while (!await TryConnectAsync())
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"HAProxy ended: {string.Concat(await output)}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    private async Task<bool> TryConnectAsync()
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref s_lastPort);
            if (IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().All(listener => listener.Port != port))
                return port;
        }
    }
}
