using System.Text.RegularExpressions;

namespace RtcHub.Tests.Telemetry;

/// <summary>What <c>/metrics</c> answers.</summary>
internal sealed partial class PrometheusText(string text)
{
    public string Text => text;

    /// <summary>The metrics that have values, each with its labels' names.</summary>
    public IReadOnlyDictionary<string, string[]> Metrics { get; } = text.Split('\n')
        .Select(line => Sample().Match(line))
        .Where(match => match.Success)
        .GroupBy(match => FamilyOf(match.Groups["name"].Value, text))
        .ToDictionary(family => family.Key, family => family.SelectMany(LabelsOf).Distinct().Where(label => label != "le").Order().ToArray());

    /// <summary>A histogram's series have names of their own.</summary>
    public static string FamilyOf(string series, string text)
    {
        var family = Suffix().Replace(series, "");
        return text.Contains($"# TYPE {family} histogram", StringComparison.Ordinal) ? family : series;
    }

    private static IEnumerable<string> LabelsOf(Match sample) => Label().Matches(sample.Groups["labels"].Value).Select(label => label.Groups[1].Value);

    [GeneratedRegex(@"^(?<name>[a-z_:][a-z0-9_:]*)(\{(?<labels>.*)\})? \S+", RegexOptions.IgnoreCase)]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex("""([a-z_]+)="(?:[^"\\]|\\.)*""")]
    private static partial Regex Label();
}
