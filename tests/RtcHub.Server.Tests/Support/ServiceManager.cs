using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using RtcHub.Chaos.Processes;

namespace RtcHub.Server.Tests.Support;

/// <summary>
/// Starts the server as systemd does: as the child of a process of that name, with a socket on which it says how it is. It
/// has all its ports from the system.
/// </summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rtchub-systemd").FullName;
    private readonly Socket _notifications = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly Process _process;
    private readonly string _serverId;

    public ServiceManager(params (string Name, string Value)[] settings)
    {
        var socket = Path.Combine(_folder, "notify");
        _notifications.Bind(new UnixDomainSocketEndPoint(socket));
        var systemd = Path.Combine(_folder, "systemd");
        File.CreateSymbolicLink(systemd, "/bin/sh");

        var start = new ProcessStartInfo(
            systemd, ["-c", "dotnet \"$0\" --urls http://127.0.0.1:0 & echo $!; wait $!", BuiltServer.AssemblyFile])
        {
            RedirectStandardOutput = true,
            Environment = { ["NOTIFY_SOCKET"] = socket, ["RtcHub__Management__Url"] = "http://127.0.0.1:0" },
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _serverId = _process.StandardOutput.ReadLine()!;
    }

    /// <summary>What the server says next.</summary>
    public async Task<string> NotificationAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var buffer = new byte[1_024];
        return Encoding.UTF8.GetString(buffer, 0, await _notifications.ReceiveAsync(buffer, timeout.Token));
    }

    /// <summary>The first line of its log that says something.</summary>
    public async Task<string> LogLineAsync(string something)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains(something, StringComparison.Ordinal))
                return line;
        }

        throw new InvalidOperationException($"The server has ended and not said \"{something}\".");
    }

    public void SendSigterm() => Process.Start("kill", ["-TERM", _serverId]).Dispose();

    public async Task<int> ExitCodeAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _notifications.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
