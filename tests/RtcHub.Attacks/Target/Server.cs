using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using RtcHub.Chaos.Logs;
using RtcHub.Chaos.Processes;

namespace RtcHub.Attacks.Target;

/// <summary>The real server as a process of its own, what it logs, and how much memory it has.</summary>
internal sealed class Server : IDisposable
{
    /// <summary>How much more memory it may have a while after an attack than before.</summary>
    public const double MaxGrowth = 1.1;

    private readonly Node _node;
    private readonly string _socketPath;
    private readonly string _logFile;

    private Server(string folder, int port, (string, string)[] settings)
    {
        Directory.CreateDirectory(folder);
        _logFile = Path.Combine(folder, "server.log");
        _socketPath = Path.Combine(folder, "memory.sock");
        _node = new Node(0, port, BuiltServer.AssemblyFile, _logFile,
        [
            .. settings,
            ("DOTNET_STARTUP_HOOKS", Assembly.GetExecutingAssembly().Location),
            (StartupHook.SocketVariable, _socketPath),
        ]);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => _node.Dispose(); // also when this program is interrupted
    }

    public Uri Url => _node.Url;

    public IPEndPoint EndPoint => new(IPAddress.Loopback, _node.Port);

    /// <summary>VmRSS: what it has of the machine's memory now.</summary>
    public double ResidentMiB => ReadStatus("VmRSS:");

    /// <summary>VmHWM: the most it ever had.</summary>
    public double PeakResidentMiB => ReadStatus("VmHWM:");

    public static async Task<Server> StartAsync(string folder, params (string, string)[] settings)
    {
        var server = new Server(folder, Ports.Take(1)[0], settings);
        server._node.Start();
        using var ready = new CancellationTokenSource();
        var watching = server._node.WatchAsync(ready.Token);
        await server._node.UntilReadyAsync(TimeSpan.FromSeconds(20));
        await ready.CancelAsync();
        await watching;
        return server;
    }

    /// <summary>What is in use on its managed heap once all garbage is collected; nothing, when it has ended.</summary>
    public async Task<Memory> MeasureMemoryAsync()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(_socketPath));
            using var reader = new BinaryReader(new NetworkStream(socket));
            return new Memory(reader.ReadInt64() / 1048576.0, reader.ReadInt64() / 1048576.0);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return default;
        }
    }

    /// <summary>The least of the machine's memory that it has within that time: after a storm it takes a while to give back what it can.</summary>
    public async Task<double> LeastResidentAsync(TimeSpan within)
    {
        var least = ResidentMiB;
        for (var since = Clock.Now; Clock.Now - since < within; await Clock.Delay(TimeSpan.FromSeconds(1)))
            least = Math.Min(least, ResidentMiB);
        return least;
    }

    /// <summary>
    /// Waits until what it has of the machine's memory is at most a tenth more than before an attack, or that long; what it
    /// is then. Nothing makes the server collect its garbage but itself.
    /// </summary>
    public async Task<double> ResidentSettlesAsync(double beforeMiB, TimeSpan within)
    {
        for (var since = Clock.Now; ResidentMiB > beforeMiB * MaxGrowth && Clock.Now - since < within;)
            await Clock.Delay(TimeSpan.FromSeconds(1));
        return ResidentMiB;
    }

    /// <summary>Waits until it is no more than before an attack, or that long; what it is then.</summary>
    public async Task<Memory> MemorySettlesAsync(Memory before, TimeSpan within)
    {
        for (var since = Clock.Now; ; await Clock.Delay(TimeSpan.FromSeconds(1)))
        {
            var memory = await MeasureMemoryAsync();
            if (memory.GrownSince(before) is null || Clock.Now - since > within)
                return memory;
        }
    }

    /// <summary>
    /// What no attack may bring about: its end, an error in its log, a failed task that nobody asked, what was said in
    /// confidence. Null when well.
    /// </summary>
    public string? FindFault(params string[] secrets)
    {
        if (!_node.IsRunning)
            return $"the server ended; its log is {_logFile}";

        using var file = new FileStream(_logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
        {
            if (line.Contains(" fail: ", StringComparison.Ordinal) || line.Contains(" crit: ", StringComparison.Ordinal))
                return $"the server logged \"{line.Trim()} {reader.ReadLine()?.Trim()}\"; see {_logFile}";
            if (Array.Exists(secrets, line.Contains))
                return $"the server logged in {_logFile}: {line.Trim()}";
        }

        return null;
    }

    public void Dispose() => _node.Dispose();

    private double ReadStatus(string name)
    {
        if (!_node.IsRunning)
            return 0;
        var line = File.ReadLines($"/proc/{_node.ProcessId}/status").First(line => line.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
    }
}
