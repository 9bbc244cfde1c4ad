using Microsoft.Extensions.Options;

namespace RtcHub;

/// <summary>The rules that take more than one setting; ranges are attributes of <see cref="RtcHubOptions"/>.</summary>
internal sealed class RtcHubOptionsValidator : IValidateOptions<RtcHubOptions>
{
    public ValidateOptionsResult Validate(string? name, RtcHubOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();

        if (options.ClientTimeout <= options.KeepAliveInterval)
            errors.AddError("must be longer than KeepAliveInterval", nameof(options.ClientTimeout));

        RequireRoomInMessage(nameof(options.MaxDescriptionBytes), options.MaxDescriptionBytes);
        RequireRoomInMessage(nameof(options.MaxCandidateBytes), options.MaxCandidateBytes);
        RequireRoomInMessage(nameof(options.MaxDataBytes), options.MaxDataBytes);
        RequireRoomInMessage(nameof(options.MaxMetadataBytes), options.MaxMetadataBytes);

        return errors.Build();

        void RequireRoomInMessage(string setting, int bytes)
        {
            if (bytes >= options.MaxMessageBytes)
                errors.AddError("must be less than MaxMessageBytes, which holds it", setting);
        }
    }
}
