using System.Globalization;
using RtcHub.Chaos.Logs;

namespace RtcHub.Attacks;

/// <summary>What a scenario prints: its seed, its figures, the first thing that was wrong, and a last line for scripts.</summary>
internal sealed class Verdict
{
    private readonly string _scenario;
    private readonly int _seed;
    private string? _wrong;

    public Verdict(string scenario, int seed)
    {
        _scenario = scenario;
        _seed = seed;
        Folder = Path.Combine(Path.GetTempPath(), $"rtchub-attacks-{scenario}-{seed}-{Environment.ProcessId}");
        Print($"seed {seed}; logs in {Folder}");
    }

    /// <summary>Where the server logs.</summary>
    public string Folder { get; }

    public void Print(FormattableString line) =>
        Console.WriteLine($"{_scenario,-10} {Clock.Now.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture),6} s  {line.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>Null is well.</summary>
    public void Check(string? wrong) => _wrong ??= wrong;

    public void Check(bool isWell, string wrong)
    {
        if (!isWell)
            Check(wrong);
    }

    /// <summary>True when nothing was wrong.</summary>
    public bool Conclude(string? hint = null)
    {
        if (_wrong is not null)
            Print($"WRONG {_wrong}{(hint is null ? "" : $" ({hint})")}");
        Console.WriteLine($"RESULT {_scenario} {(_wrong is null ? "ok" : "WRONG")} seed={_seed}");
        return _wrong is null;
    }
}
