using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using RtcHub;
using RtcHub.Backplane;
using RtcHub.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Lets several RtcHub servers share their topics through Redis.</summary>
public static class RtcHubRedisBuilderExtensions
{
    /// <summary>
    /// Shares topics through Redis: peers meet, and sessions resume, on any server that names the same Redis servers.
    /// </summary>
    /// <param name="builder">What <c>AddRtcHub()</c> returned.</param>
    /// <param name="connectionStrings">
    /// One Redis server each, in StackExchange.Redis' notation (<c>host:6379,password=…</c>). Topics are spread over
    /// several by rendezvous hashing. Added to what the configuration section <c>RtcHub:Redis</c> names.
    /// </param>
    /// <returns>The builder.</returns>
    public static RtcHubBuilder AddRedis(this RtcHubBuilder builder, params string[] connectionStrings) =>
        builder.AddRedis(options =>
        {
            foreach (var connectionString in connectionStrings)
                options.ConnectionStrings.Add(connectionString);
        });

    /// <summary>As above, with every option.</summary>
    /// <param name="builder">What <c>AddRtcHub()</c> returned.</param>
    /// <param name="configure">Changes options after the configuration section <c>RtcHub:Redis</c> was read.</param>
    /// <returns>The builder.</returns>
    public static RtcHubBuilder AddRedis(this RtcHubBuilder builder, Action<RedisOptions> configure)
    {
        builder.Services.AddOptions<RedisOptions>()
            .BindConfiguration(RedisOptions.Section)
            .Configure(configure)
            .ValidateOnStart();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<RedisOptions>, RedisOptionsValidator>());
        builder.Services.Replace(ServiceDescriptor.Singleton<IBackplane, RedisBackplane>());
        return builder;
    }
}
