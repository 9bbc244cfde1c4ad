using System.Diagnostics;

namespace RtcHub.Packages.Tests.Support;

/// <summary>Runs commands to their end.</summary>
internal static class Shell
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>What they printed. The first that fails ends them.</summary>
    public static async Task<string> RunAsync(string folder, string commands, params (string Name, string Value)[] environment)
    {
        using var process = Process.Start(StartInfo(folder, "bash", ["-euc", $"exec 2>&1\n{commands}"], environment))!;
        using var late = new CancellationTokenSource(Patience, TimeProvider.System);
        using var kill = late.Token.Register(() => process.Kill(entireProcessTree: true));
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{commands}\nended with {process.ExitCode}:\n{output}");
    }

    public static ProcessStartInfo StartInfo(string folder, string program, IEnumerable<string> arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        // A build that a test starts takes nothing over from the one that runs the test, and leaves no process behind.
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }
}
