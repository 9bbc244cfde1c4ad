using System.Security.Claims;

namespace RtcHub;

/// <summary>
/// Decides who may enter which topic. The default takes join tokens where <see cref="JoinTokenOptions.Keys"/> are set, and
/// lets everyone in where they are not. An application replaces it by registering its own, before or after
/// <c>AddRtcHub()</c>.
/// </summary>
public interface ITopicAuthorizer
{
    /// <summary>
    /// What the caller may do in a topic, or <see langword="null"/> when it may not enter: its <c>Subscribe</c> is
    /// <see cref="SignalCode.Forbidden"/> then. Asked at each <c>Subscribe</c>, and for each of its topics when a client
    /// renews its token.
    /// </summary>
    ValueTask<TopicAccess?> AuthorizeAsync(TopicRequest request, CancellationToken cancellationToken);
}

/// <summary>Who wants to enter which topic.</summary>
/// <param name="Topic">The topic's canonical name.</param>
/// <param name="User">Whom the application's authentication found behind the connection; nobody where there is none.</param>
/// <param name="Token">The client's join token, valid and signed; <see langword="null"/> when it has none.</param>
public sealed record TopicRequest(string Topic, ClaimsPrincipal User, JoinToken? Token);
