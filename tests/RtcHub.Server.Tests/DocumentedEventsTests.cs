using System.Reflection;
using Microsoft.Extensions.Logging;
using RtcHub.Redis;

namespace RtcHub.Server.Tests;

/// <summary>The table of log lines on the operators' page has what the server may log.</summary>
public sealed class DocumentedEventsTests
{
    private static readonly (string Id, string Level)[] Events =
    [
        .. new[] { typeof(RtcHubOptions), typeof(RedisOptions), typeof(ManagementOptions) }
            .SelectMany(type => type.Assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .Where(said => said is not null)
            .Select(said => (said!.EventId.ToString(provider: null), said.Level.ToString().ToLowerInvariant())),
    ];

    [Fact]
    public void Every_log_line_is_in_the_table_with_its_level_and_no_other_is() =>
        DocumentedTable.Rows("docs/operations.md", "id").Select(row => (row[0], row[1])).Should().BeEquivalentTo(Events);

    [Fact]
    public void No_two_log_lines_have_the_same_id() => Events.Select(said => said.Id).Should().OnlyHaveUniqueItems();
}
