using Microsoft.Extensions.Options;
using RtcHub.Admission;
using RtcHub.Topics;

namespace RtcHub;

/// <summary>The rules that take more than one setting; ranges are attributes of <see cref="RtcHubOptions"/>.</summary>
internal sealed class RtcHubOptionsValidator : IValidateOptions<RtcHubOptions>
{
    /// <summary>As long as the hash (RFC 7518, section 3.2).</summary>
    private const int MinSecretBytes = 32;

    public ValidateOptionsResult Validate(string? name, RtcHubOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();

        if (options.ClientTimeout <= options.KeepAliveInterval)
            errors.AddError("must be longer than KeepAliveInterval", nameof(options.ClientTimeout));

        RequireRoomInMessage(nameof(options.MaxDescriptionBytes), options.MaxDescriptionBytes);
        RequireRoomInMessage(nameof(options.MaxCandidateBytes), options.MaxCandidateBytes);
        RequireRoomInMessage(nameof(options.MaxDataBytes), options.MaxDataBytes);
        RequireRoomInMessage(nameof(options.MaxMetadataBytes), options.MaxMetadataBytes);

        for (var i = 0; i < options.AllowedOrigins.Count; i++)
        {
            if (options.AllowedOrigins[i] != OriginPolicy.Any && !WebOrigin.TryNormalize(options.AllowedOrigins[i], out _))
                errors.AddError("must be scheme://host[:port] without a path, or *", $"{nameof(options.AllowedOrigins)}[{i}]");
        }

        foreach (var (keyId, secret) in options.Tokens.Keys)
            RequireStrong(secret, $"{nameof(options.Tokens)}.{nameof(options.Tokens.Keys)}[{keyId}]");

        if (!TopicName.CanNormalize)
            errors.AddError("Topic names can't be normalized without ICU: turn InvariantGlobalization off (DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false)");

        return errors.Build();

        void RequireRoomInMessage(string setting, int bytes)
        {
            if (bytes >= options.MaxMessageBytes)
                errors.AddError("must be less than MaxMessageBytes, which holds it", setting);
        }

        void RequireStrong(string? secret, string setting)
        {
            var bytes = new byte[secret?.Length ?? 0];
            if (!Convert.TryFromBase64String(secret ?? "", bytes, out var length) || length < MinSecretBytes)
                errors.AddError("must be base64 of 32 bytes or more (openssl rand -base64 32)", setting);
        }
    }
}
