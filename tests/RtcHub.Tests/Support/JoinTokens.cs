using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace RtcHub.Tests.Support;

/// <summary>A service that lets in who has a join token, and such tokens.</summary>
internal static class JoinTokens
{
    private static readonly string Secret = Convert.ToBase64String([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);

    public static Task<TestHub> StartWithTokensAsync(Action<IServiceCollection>? add = null) =>
        TestHub.StartAsync(Require, add: add);

    /// <summary>Nobody enters without one.</summary>
    public static void Require(RtcHubOptions options) => options.Tokens.Keys["k1"] = Secret;

    /// <summary>One for <c>tea</c> and <c>team-*</c>, for an hour, unless told otherwise.</summary>
    public static string TokenOf(
        TimeProvider time,
        string user,
        TopicGrants grants = TopicGrants.Signal | TopicGrants.Message,
        TimeSpan? lifetime = null,
        string[]? topics = null,
        string? metadata = null)
    {
        var token = new JoinToken(user, topics ?? ["tea", "team-*"], grants, time.GetUtcNow() + (lifetime ?? TimeSpan.FromHours(1)));
        return (metadata is null ? token : token with { Metadata = new RawJson(Encoding.UTF8.GetBytes(metadata)) }).Sign("k1", Secret);
    }
}
