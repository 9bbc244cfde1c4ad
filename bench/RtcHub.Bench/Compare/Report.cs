using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace RtcHub.Bench;

/// <summary>One figure of one service: the median of some runs.</summary>
internal sealed record Figure(string Work, string Unit, string Service, double Median, double[] Runs);

/// <summary>The figures of one run of the program, and where they are from.</summary>
internal sealed record Report(string Date, string Machine, int Cores, string Versions, IReadOnlyList<Figure> Figures)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static Report Of(IReadOnlyList<Figure> figures) => new(
        TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Processor(),
        Environment.ProcessorCount,
        $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}",
        figures);

    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, JsonSerializer.Serialize(this, Json));
    }

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? "unknown"
        : RuntimeInformation.ProcessArchitecture.ToString();
}
