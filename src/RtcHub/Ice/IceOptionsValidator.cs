using Microsoft.Extensions.Options;
using RtcHub.Topics;

namespace RtcHub.Ice;

/// <summary>The rules for ICE servers. Says which setting is wrong and never its value: some are secrets.</summary>
internal sealed class IceOptionsValidator : IValidateOptions<RtcHubOptions>
{
    private const int MinSecretLength = 16;

    public ValidateOptionsResult Validate(string? name, RtcHubOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        var ice = options.Ice;

        for (var i = 0; i < options.IceServers.Count; i++)
            RequireUsable(options.IceServers[i], $"{nameof(options.IceServers)}[{i}]");
        RequireEach(nameof(ice.StunUrls), ice.StunUrls, IceUrl.IsStun, "must be like stun:HOST:PORT or stuns:HOST");
        RequireEach(nameof(ice.TurnUrls), ice.TurnUrls, IceUrl.IsTurn, "must be like turn:HOST:PORT?transport=tcp or turns:HOST");
        RequireEach(nameof(ice.TurnSecrets), ice.TurnSecrets, IsLongEnough, $"must have at least {MinSecretLength} characters");
        RequireEach(nameof(ice.RelayOnlyTopics), ice.RelayOnlyTopics, IsPattern, "must be a topic, or the beginning of some and then *");
        if (ice.TurnUrls.Count > 0 && ice.TurnSecrets.Count == 0)
            errors.AddError("is needed by TurnUrls", $"{nameof(options.Ice)}.{nameof(ice.TurnSecrets)}");

        return errors.Build();

        void RequireEach(string setting, IList<string> entries, Func<string, bool> isGood, string rule)
        {
            for (var i = 0; i < entries.Count; i++)
            {
                if (!isGood(entries[i]))
                    errors.AddError(rule, $"{nameof(options.Ice)}.{setting}[{i}]");
            }
        }

        void RequireUsable(IceServer server, string setting)
        {
            if (server.Urls.Count == 0)
                errors.AddError("needs a URL", $"{setting}.Urls");
            foreach (var url in server.Urls)
            {
                if (!IceUrl.IsStun(url) && !IceUrl.IsTurn(url))
                    errors.AddError("must begin with stun:, stuns:, turn: or turns:, with a host after it", $"{setting}.Urls");
                else if (IceUrl.IsTurn(url) && (server.Username is null || server.Credential is null))
                    errors.AddError("needs a Username and a Credential, or browsers refuse it", setting);
            }
        }
    }

    private static bool IsLongEnough(string secret) => secret.Length >= MinSecretLength;

    private static bool IsPattern(string topic) => TopicPattern.TryParse(topic, out _);
}
