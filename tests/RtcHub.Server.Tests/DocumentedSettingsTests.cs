using System.Reflection;
using System.Text.RegularExpressions;
using RtcHub.Redis;

namespace RtcHub.Server.Tests;

/// <summary>The tables of settings, of the README and of the operators' page, name what the server reads.</summary>
public sealed partial class DocumentedSettingsTests
{
    private static readonly string[] Documented =
    [
        .. new[] { "README.md", "docs/operations.md" }
            .SelectMany(page => DocumentedTable.Rows(page, "setting"))
            .SelectMany(row => Quoted().Matches(row[0]).Select(match => match.Groups[1].Value))
            .Distinct(),
    ];

    [Fact]
    public void Every_setting_is_in_a_table_and_every_setting_in_a_table_is_one() => Documented.Should().BeEquivalentTo(
    [
        .. Settings(typeof(RtcHubOptions), RtcHubOptions.Section),
        .. Settings(typeof(RedisOptions), RedisOptions.Section),
        .. Settings(typeof(ManagementOptions), ManagementOptions.Section),
        Short(TrustedProxies.Setting),
    ]);

    private static IEnumerable<string> Settings(Type options, string section) => options
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .SelectMany(property => property switch
        {
            { PropertyType.IsGenericType: true } or { CanWrite: true } => [Short($"{section}:{property.Name}")],
            { PropertyType: { IsClass: true } part } when part != typeof(string) => Settings(part, $"{section}:{property.Name}"),
            _ => [], // what is made of others
        });

    /// <summary>Without the section that all are in, as the tables have it.</summary>
    private static string Short(string setting) => setting[(RtcHubOptions.Section.Length + 1)..];

    /// <summary>A setting between backticks, without the name or number of one of its entries.</summary>
    [GeneratedRegex(@"`([A-Z]\w*(?::[A-Z]\w*)?)[^`]*`")]
    private static partial Regex Quoted();
}
