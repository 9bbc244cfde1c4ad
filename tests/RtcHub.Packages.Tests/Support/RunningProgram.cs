using System.Diagnostics;
using System.Text;

namespace RtcHub.Packages.Tests.Support;

/// <summary>A program that runs until it is disposed, with all that it started.</summary>
internal sealed class RunningProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly Process _process;
    private readonly StringBuilder _said = new();

    private RunningProgram(Process process) => _process = process;

    public static RunningProgram Start(string folder, string command, params (string Name, string Value)[] environment) =>
        new(Process.Start(Shell.StartInfo(folder, "bash", ["-c", $"exec {command} 2>&1"], environment))!);

    /// <summary>Waits for a line with <paramref name="text"/> in it.</summary>
    public async Task SaysAsync(string text)
    {
        using var late = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(late.Token) is { } line)
            {
                _said.AppendLine(line);
                if (line.Contains(text, StringComparison.Ordinal))
                    return;
            }
        }
        catch (OperationCanceledException)
        {
        }

        throw new InvalidOperationException($"It did not say “{text}”, but:\n{_said}");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
