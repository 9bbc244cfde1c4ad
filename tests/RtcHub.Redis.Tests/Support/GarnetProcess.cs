using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace RtcHub.Tests.Support;

/// <summary>
/// Microsoft Garnet, which speaks Redis' protocol: a tool of this repository (<c>.config/dotnet-tools.json</c>). A script is
/// one step there in transaction mode only.
/// </summary>
internal sealed class GarnetProcess : IDisposable
{
    private static readonly Lazy<GarnetProcess> Shared = new(() => new GarnetProcess());
    private readonly int _port = RedisProcess.FreePort();
    private readonly Process _process;

    private GarnetProcess()
    {
        string[] arguments =
        [
            "tool", "run", "garnet-server", "--", "--port", $"{_port}", "--bind", "127.0.0.1", "--lua", "--lua-transaction-mode",
            "--memory", "128m", "--index", "1m",
        ];
        // The tool's manifest is found from the directory that this was built in upwards.
        _process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, WorkingDirectory = AppContext.BaseDirectory })!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Dispose();
        while (_process.StandardOutput.ReadLine() is { } line && !line.Contains("Ready to accept connections", StringComparison.Ordinal))
        {
        }

        if (_process.HasExited)
            throw new InvalidOperationException("Garnet did not start; is it there? (dotnet tool restore)");
        _ = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Makes a node one of a service; each has keys of its own.</summary>
    public static void Connect(RtcHubBuilder node, string service) => node.AddRedis(options =>
    {
        options.ConnectionString = $"127.0.0.1:{Shared.Value._port}";
        options.KeyPrefix = service + ":";
    });

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
    }
}
