using Microsoft.Extensions.Options;

namespace RtcHub.Webhooks;

/// <summary>The rules for webhooks. Says which setting is wrong and never its value: some are secrets.</summary>
internal sealed class WebhookOptionsValidator : IValidateOptions<RtcHubOptions>
{
    public ValidateOptionsResult Validate(string? name, RtcHubOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        var webhooks = options.Webhooks;

        if (webhooks.IsOn && !IsHttp(webhooks.Url!))
            errors.AddError("must be an http or https URL without a user name", Setting(nameof(webhooks.Url)));
        if (webhooks.IsOn && webhooks.Secrets.Count == 0)
            errors.AddError("is needed by Url", Setting(nameof(webhooks.Secrets)));
        for (var i = 0; i < webhooks.Secrets.Count; i++)
        {
            if (!WebhookSignature.TryParseSecret(webhooks.Secrets[i], out _))
                errors.AddError("must be whsec_ and base64 of 24 to 64 bytes", Setting($"{nameof(webhooks.Secrets)}[{i}]"));
        }

        for (var i = 0; i < webhooks.Events.Count; i++)
        {
            if (!WebhookKinds.TryParse(webhooks.Events[i], out _))
                errors.AddError("must be topic.started, peer.joined, peer.left or topic.emptied", Setting($"{nameof(webhooks.Events)}[{i}]"));
        }

        return errors.Build();

        static string Setting(string setting) => $"{nameof(options.Webhooks)}.{setting}";
    }

    private static bool IsHttp(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
        && uri.UserInfo.Length == 0;
}
