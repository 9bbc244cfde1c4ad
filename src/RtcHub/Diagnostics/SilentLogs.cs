using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RtcHub.Diagnostics;

/// <summary>
/// Silences what the framework would say about clients: request lines, whose queries hold topics and tokens; hub calls with
/// their arguments; addresses. Whatever the log's own settings are, at every level and for every provider, for a service
/// that people turn to Trace when something is wrong must not begin to tell on them then.
/// </summary>
internal sealed class SilentLogs : IPostConfigureOptions<LoggerFilterOptions>
{
    private static readonly string[] Categories =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics", // request lines
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests", // and those that are none
        "Microsoft.AspNetCore.HttpLogging", // the same, where it is turned on
        "Microsoft.AspNetCore.HttpOverrides", // addresses of clients and proxies
    ];

    /// <summary>What names a call's arguments, or its result, is at Debug and below; errors are kept.</summary>
    private static readonly string[] CategoriesBelowInformation =
    [
        "Microsoft.AspNetCore.SignalR",
        "Microsoft.AspNetCore.Http.Connections",
    ];

    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        var rules = options.Rules.ToArray();
        options.Rules.Clear();
        options.Rules.Add(new LoggerFilterRule(null, null, options.MinLevel, IsHarmless));
        foreach (var rule in rules)
        {
            options.Rules.Add(new LoggerFilterRule(
                rule.ProviderName,
                rule.CategoryName,
                rule.LogLevel,
                (provider, category, level) => IsHarmless(provider, category, level) && rule.Filter?.Invoke(provider, category, level) != false));
        }
    }

    private static bool IsHarmless(string? provider, string? category, LogLevel level) =>
        category is null
        || (!Array.Exists(Categories, each => category.StartsWith(each, StringComparison.Ordinal))
            && (level >= LogLevel.Information || !Array.Exists(CategoriesBelowInformation, each => category.StartsWith(each, StringComparison.Ordinal))));
}
