using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace RtcHub.Redis;

/// <summary>Reports every setting that can't be right when the host starts.</summary>
internal sealed class RedisOptionsValidator : IValidateOptions<RedisOptions>
{
    public ValidateOptionsResult Validate(string? name, RedisOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        if (options.AllConnectionStrings.Count == 0)
            errors.AddError("names no Redis server", $"{RedisOptions.Section}:{nameof(RedisOptions.ConnectionString)}");
        if (options.KeyPrefix.Length == 0 || options.KeyPrefix.Any(char.IsWhiteSpace))
            errors.AddError("must not be empty or contain white space", $"{RedisOptions.Section}:{nameof(RedisOptions.KeyPrefix)}");
        for (var i = 0; i < options.AllConnectionStrings.Count; i++)
        {
            if (!IsConnectionString(options.AllConnectionStrings[i]))
                errors.AddError("is not a connection string: host:port", $"{RedisOptions.Section}, server {i + 1}"); // not shown: it may hold a password
        }

        return errors.Build();
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text).EndPoints.Count > 0;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
