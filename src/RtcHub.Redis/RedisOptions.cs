namespace RtcHub.Redis;

/// <summary>How servers reach each other. Read from the configuration section <c>RtcHub:Redis</c>.</summary>
public sealed class RedisOptions
{
    /// <summary>The configuration section that is read: <c>RtcHub:Redis</c>.</summary>
    public const string Section = "RtcHub:Redis";

    /// <summary>One Redis server, in StackExchange.Redis' notation: <c>host:6379,password=…,ssl=true</c>.</summary>
    /// <value>The default value is none.</value>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// Further Redis servers, one each (<c>RtcHub__Redis__ConnectionStrings__0</c> in the environment). Topics are spread
    /// over all. Every RtcHub server must name the same ones; their order does not matter.
    /// </summary>
    /// <value>The default value is none.</value>
    public IList<string> ConnectionStrings { get; } = [];

    /// <summary>What every key and channel begins with: two services can share a Redis server under two prefixes.</summary>
    /// <value>The default value is <c>rtchub:</c>.</value>
    public string KeyPrefix { get; set; } = "rtchub:";

    /// <summary>Whether any Redis server is named. Without one a server is on its own.</summary>
    public bool NamesServers => AllConnectionStrings.Count > 0;

    internal IReadOnlyList<string> AllConnectionStrings =>
        [.. ConnectionStrings.Prepend(ConnectionString).Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text!).Distinct(StringComparer.Ordinal)];
}
