using System.CommandLine;
using System.Text;

namespace RtcHub.Server;

/// <summary>
/// <c>rtchub token</c>: signs a join token with a key of this server's settings and prints it, and nothing else, for
/// people who invite somebody and for scripts.
/// </summary>
internal static class TokenCommand
{
    private static readonly TimeSpan MaxLifetime = TimeSpan.FromHours(24);

    public static int Run(string[] args)
    {
        var user = new Option<string>("--user") { Description = "Who it is for (sub).", Required = true };
        var topics = new Option<string[]>("--topic") { Description = "A topic, or the beginning of some with * at the end. May be repeated.", Required = true };
        var grants = new Option<TopicGrants[]>("--grant")
        {
            Description = "What the user may do there: signal, message, moderate, hidden. May be repeated.",
            DefaultValueFactory = _ => [TopicGrants.Signal, TopicGrants.Message],
        };
        var lifetime = new Option<TimeSpan>("--lifetime") { Description = "How long it lasts, at most 24 hours.", DefaultValueFactory = _ => TimeSpan.FromHours(1) };
        var metadata = new Option<string?>("--metadata") { Description = "A JSON object that stands in what the others see of the user." };
        var keyId = new Option<string?>("--key") { Description = "The id of the key to sign with, where there are several." };
        lifetime.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<TimeSpan>() is var given && (given <= TimeSpan.Zero || given > MaxLifetime))
                result.AddError("--lifetime is more than nothing and at most 24:00:00.");
        });

        var command = new RootCommand("Signs a join token.") { user, topics, grants, lifetime, metadata, keyId };
        command.SetAction(parsed =>
        {
            var token = new JoinToken(
                parsed.GetRequiredValue(user),
                parsed.GetRequiredValue(topics),
                parsed.GetRequiredValue(grants).Aggregate((all, one) => all | one),
                TimeProvider.System.GetUtcNow() + parsed.GetValue(lifetime));
            if (parsed.GetValue(metadata) is { } json)
                token = token with { Metadata = new RawJson(Encoding.UTF8.GetBytes(json)) };
            return Print(token, parsed.GetValue(keyId));
        });
        return command.Parse(args).Invoke();
    }

    private static int Print(JoinToken token, string? keyId)
    {
        var keys = ReadKeys();
        if (keyId is null && keys.Count == 1)
            keyId = keys.Keys.Single();
        if (keyId is null || !keys.TryGetValue(keyId, out var secret))
        {
            Console.Error.WriteLine(keys.Count == 0
                ? "There is no key in RtcHub:Tokens:Keys (RtcHub__Tokens__Keys__KEYID in the environment)."
                : $"Name one of the keys with --key: {string.Join(", ", keys.Keys)}");
            return 1;
        }

        try
        {
            Console.WriteLine(token.Sign(keyId, secret));
            return 0;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private static IDictionary<string, string> ReadKeys()
    {
        var options = new RtcHubOptions();
        new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json")
            .AddEnvironmentVariables()
            .Build()
            .GetSection(RtcHubOptions.Section)
            .Bind(options);
        return options.Tokens.Keys;
    }
}
