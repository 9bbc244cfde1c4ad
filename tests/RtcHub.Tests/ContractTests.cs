using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace RtcHub.Tests;

/// <summary>The names in the code are those of <c>docs/protocol.md</c>.</summary>
public partial class ContractTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "protocol.md"));

    [Fact]
    public void The_codes_are_those_of_the_table()
    {
        var documented = Table("Codes").SelectMany(cells => Quoted(cells[0]));
        var known = Enum.GetValues<SignalCode>().Select(code => JsonSerializer.Serialize(code).Trim('"'));

        known.Should().BeEquivalentTo(documented).And.HaveCountGreaterThan(10);
    }

    [Fact]
    public void The_methods_a_client_calls_are_those_of_the_table()
    {
        var documented = Table("Methods that a client calls").Select(cells => Signature(cells[0], cells[1]));
        var known = typeof(SignalingHub)
            .GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.GetBaseDefinition() == method)
            .Select(Signature);

        known.Should().BeEquivalentTo(documented).And.HaveCount(14);
    }

    [Fact]
    public void The_methods_the_service_calls_are_those_of_the_table()
    {
        var documented = Table("Methods that the service calls")
            .SelectMany(cells => Quoted(cells[0]).Select(name => Signature($"`{name}`", cells[1])));
        var known = typeof(ISignalingClient).GetMethods().Select(Signature);

        known.Should().BeEquivalentTo(documented).And.HaveCount(11);
    }

    [Fact]
    public void The_limits_and_their_defaults_are_those_of_the_table()
    {
        var defaults = new RtcHubOptions();
        var compared = 0;
        foreach (var cells in Table("Limits"))
        {
            var options = Quoted(cells[1]).ToArray();
            var values = Defaults().Matches(cells[2]).Select(match => match.Value).ToArray();
            for (var i = 0; i < options.Length; i++, compared++)
            {
                var actual = typeof(RtcHubOptions).GetProperty(options[i])!.GetValue(defaults)!;
                var text = actual is TimeSpan span && !values[i].Contains(':', StringComparison.Ordinal)
                    ? span.TotalSeconds.ToString(CultureInfo.InvariantCulture)
                    : string.Format(CultureInfo.InvariantCulture, actual is int ? "{0:N0}" : "{0}", actual);
                text.Should().Be(values[i], options[i]);
            }
        }

        compared.Should().BeGreaterThan(10);
    }

    [Theory]
    [InlineData(typeof(LeaveReason), "left", "timeout", "removed")]
    [InlineData(typeof(PeerState), "connected", "interrupted")]
    public void Words_are_spelled_as_in_the_contract(Type type, params string[] words)
    {
        Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.Serialize(value, type).Trim('"')).Should().Equal(words);
        string.Join('\n', Lines).Should().ContainAll(words.Select(word => $"\"{word}\""));
    }

    private static IEnumerable<string[]> Table(string section) => Lines
        .SkipWhile(line => !line.StartsWith($"## {section}", StringComparison.Ordinal))
        .Skip(1)
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
        .Where(line => line.StartsWith('|'))
        .Skip(2)
        .Select(line => Cell().Split(line)[1..^1]);

    private static IEnumerable<string> Quoted(string cell) => Names().Matches(cell).Select(match => match.Groups[1].Value);

    private static string Signature(MethodInfo method) => $"{method.Name}/{method.GetParameters().Length}";

    /// <summary>Arguments are parted by commas, but for those within braces; a list of fields is one argument.</summary>
    private static string Signature(string name, string arguments)
    {
        var depth = 0;
        var flat = new string([.. arguments.Where(c =>
        {
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            return depth == 0;
        })]);
        var beforeRemarks = Remarks().Replace(flat, "");
        return $"{Quoted(name).Single()}/{(string.IsNullOrWhiteSpace(arguments) ? 0 : beforeRemarks.Split(',').Length)}";
    }

    [GeneratedRegex("`([A-Za-z_]+)`")]
    private static partial Regex Names();

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Cell();

    [GeneratedRegex(@"\([^()]*\)")]
    private static partial Regex Remarks();

    [GeneratedRegex(@"\d\d:\d\d:\d\d|\d(?:[\d,]*\d)?")]
    private static partial Regex Defaults();
}
