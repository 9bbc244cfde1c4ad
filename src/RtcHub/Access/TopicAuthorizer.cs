using Microsoft.Extensions.Options;

namespace RtcHub.Access;

/// <summary>The default: join tokens where there are keys for them, else everyone.</summary>
internal sealed class TopicAuthorizer(IOptions<RtcHubOptions> options) : ITopicAuthorizer
{
    private readonly bool _wantsToken = options.Value.Tokens.Keys.Count > 0;

    public ValueTask<TopicAccess?> AuthorizeAsync(TopicRequest request, CancellationToken cancellationToken)
    {
        if (!_wantsToken)
            return new(TopicAccess.Open);
        return new(request.Token is { } token && token.Allows(request.Topic) ? token.Access : null);
    }
}
