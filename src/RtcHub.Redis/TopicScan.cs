using System.Text;
using RtcHub.Backplane;
using StackExchange.Redis;

namespace RtcHub.Redis;

/// <summary>Reads names of topics from one Redis server, in order.</summary>
internal sealed class TopicScan(RedisServer server, RedisKeys keys)
{
    /// <summary>Names that are read at once when most may not be what is looked for.</summary>
    private const int Chunk = 1_000;

    /// <summary>How often for one page: the next one goes on.</summary>
    private const int MaxChunks = 10;

    /// <summary>More than any byte of UTF-8.</summary>
    private const byte Beyond = 0xFF;

    /// <param name="Names">What was looked for and found: more than the page holds, or all up to there.</param>
    /// <param name="ReadUpTo">The last name that was read, or <see langword="null"/> when there are no more.</param>
    internal readonly record struct Slice(List<string> Names, string? ReadUpTo);

    /// <exception cref="RedisAwayException">Redis is away.</exception>
    public async Task<Slice> ReadAsync(TopicQuery query)
    {
        var (names, last) = (new List<string>(), query.After);
        var count = query.Contains is null ? query.Limit + 1 : Chunk;
        for (var chunk = 0; chunk < MaxChunks && names.Count <= query.Limit; chunk++)
        {
            var read = await ReadAsync(last, query.Prefix, count);
            names.AddRange(read.Where(query.Matches));
            if (read.Length < count)
                return new Slice(names, ReadUpTo: null);
            last = read[^1];
        }

        return new Slice(names, last);
    }

    private Task<string[]> ReadAsync(string? after, string? prefix, int count)
    {
        var isWithin = after is not null && (prefix is null || TopicOrder.Instance.Compare(after, prefix) >= 0);
        var from = isWithin ? after : prefix;
        var to = prefix is null ? RedisValue.Null : (RedisValue)(byte[])[.. Encoding.UTF8.GetBytes(prefix), Beyond];
        return server.ReadOrderedAsync(keys.Topics, from, to, isWithin ? Exclude.Start : Exclude.None, count);
    }
}
