using System.Text.RegularExpressions;

namespace RtcHub.Packages.Tests.Support;

/// <summary>The code that a Markdown file shows. Tests run it as it stands there.</summary>
internal static partial class Document
{
    /// <summary>Blocks without a language are commands.</summary>
    private const string Commands = "";

    public static string Program(string file) => Blocks(file, "csharp").First();

    public static string Script(string file, string title) => Blocks(file, "ts").Single(code => code.StartsWith($"// {title}\n", StringComparison.Ordinal));

    public static string FirstScript(string file) => Blocks(file, "ts").First();

    public static string CommandsWith(string file, string text) => Blocks(file, Commands).First(block => block.Contains(text, StringComparison.Ordinal));

    private static IEnumerable<string> Blocks(string file, string language) =>
        Fence().Matches(Repository.Read(file)).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value);

    [GeneratedRegex("^```(\\w*)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
