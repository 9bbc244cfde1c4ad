using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace RtcHub.Bench;

/// <summary>The figures of one run of the program, and where they are from.</summary>
internal sealed record Report(
    string Date, string Command, string Machine, int Cores, IReadOnlyDictionary<string, string> Versions, IReadOnlyList<Figure> Figures)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // µs
    };

    public static Report Of(string command, IReadOnlyList<Figure> figures) => new(
        TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        command,
        Processor(),
        Environment.ProcessorCount,
        Bench.Versions.Read(),
        figures);

    public static Report Load(string path) =>
        JsonSerializer.Deserialize<Report>(File.ReadAllText(path), Json) ?? throw new InvalidDataException($"{path} has no report.");

    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, JsonSerializer.Serialize(this, Json));
    }

    private static string Processor() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(": ")[^1] ?? "unknown"
        : RuntimeInformation.ProcessArchitecture.ToString();
}
