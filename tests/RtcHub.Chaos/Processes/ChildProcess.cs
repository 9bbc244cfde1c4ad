using System.Diagnostics;
using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Processes;

/// <summary>A process of this run, with what it says in a file. It ends with the run.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly TextWriter _log;
    private bool _isDisposed;

    private ChildProcess(Process process, TextWriter log) => (_process, _log) = (process, log);

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public static ChildProcess Start(string logFile, string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var log = TextWriter.Synchronized(new StreamWriter(logFile, append: true) { AutoFlush = true });
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Write(line.Data);
        process.ErrorDataReceived += (_, line) => Write(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new ChildProcess(process, log);

        void Write(string? line)
        {
            if (line is not null)
                log.WriteLine($"{Clock.Now.TotalSeconds,8:0.000} {line}");
        }
    }

    /// <summary>Runs a program to its end; what it printed.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} did not start.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output;
    }

    /// <summary>Sends a signal by its name: KILL, TERM, STOP, CONT.</summary>
    public Task SignalAsync(string signal) => RunAsync("kill", "-" + signal, _process.Id.ToString(provider: null));

    public async Task<bool> ExitsWithinAsync(TimeSpan time)
    {
        using var late = new CancellationTokenSource(time, TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(late.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _log.Dispose();
    }
}
