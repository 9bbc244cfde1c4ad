using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace RtcHub.Turn.Tests.Support;

/// <summary>A real coturn on loopback with the file that is deployed, and beside it what docker-compose.yml adds.</summary>
internal sealed class Coturn : IDisposable
{
    // Below those that the system gives to outgoing connections, and that coturn gives to relays.
    private static int s_lastPort = 5_000 + Random.Shared.Next(4_000);

    private readonly List<TurnClient> _clients = [];
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("coturn-");
    private readonly string[] _deployed = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "turnserver.conf"));
    private readonly IPEndPoint _address = new(IPAddress.Loopback, FreePort());
    private readonly Process _process;
    private readonly Task<string> _output;

    private Coturn(string[] secrets)
    {
        var file = Path.Combine(_directory.FullName, "turnserver.conf");
        File.WriteAllLines(file,
        [
            .. _deployed,
            .. secrets.Select(secret => $"static-auth-secret={secret}"),
            "realm=rtchub",
            $"listening-ip={_address.Address}",
            $"listening-port={_address.Port}",
            "relay-ip=127.0.0.1",
            "relay-ip=::1",
            $"userdb={_directory.FullName}/turndb",
            $"pidfile={_directory.FullName}/pid",
        ]);
        _process = Process.Start(new ProcessStartInfo("turnserver", ["-c", file]) { RedirectStandardOutput = true })!;
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    public string Url => $"turn:{_address}";

    public static async Task<Coturn> StartAsync(params string[] secrets)
    {
        var coturn = new Coturn(secrets);
        await coturn.WhenAnsweringAsync(ProtocolType.Tcp);
        await coturn.WhenAnsweringAsync(ProtocolType.Udp);
        return coturn;
    }

    /// <summary>A number in the deployed file.</summary>
    public int Setting(string name) =>
        int.Parse(_deployed.Single(line => line.StartsWith(name + "=", StringComparison.Ordinal))[(name.Length + 1)..], CultureInfo.InvariantCulture);

    /// <summary>
    /// A client, which keeps its port, and so coturn's memory of it to itself, for as long as coturn runs.
    /// </summary>
    public async Task<TurnClient> ConnectAsync(TurnUser user, ProtocolType transport = ProtocolType.Udp)
    {
        var client = new TurnClient(_address, transport, user);
        _clients.Add(client);
        (await client.TryConnectAsync()).Should().BeTrue();
        return client;
    }

    public void Dispose()
    {
        foreach (var client in _clients)
            client.Dispose();
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task WhenAnsweringAsync(ProtocolType transport)
    {
        while (true)
        {
            using var client = new TurnClient(_address, transport, new TurnUser("", ""));
            if (await client.TryConnectAsync())
                return;
            if (_process.HasExited)
                throw new InvalidOperationException($"coturn ended: {await _output}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    private static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref s_lastPort);
            var network = IPGlobalProperties.GetIPGlobalProperties();
            if (!network.GetActiveTcpListeners().Concat(network.GetActiveUdpListeners()).Any(listener => listener.Port == port))
                return port;
        }
    }
}
