using System.ComponentModel.DataAnnotations;

namespace RtcHub;

/// <summary>
/// STUN and TURN servers that share a secret with the service, so that each peer gets credentials of its own that end by
/// themselves. Section <c>RtcHub:Ice</c> (<c>RtcHub__Ice__TurnUrls__0=turn:turn.example.org</c> in the environment). An
/// entry that is set to nothing counts as not set.
/// </summary>
public sealed class IceOptions
{
    /// <summary>STUN servers: <c>stun:</c> or <c>stuns:</c> URLs (RFC 7064).</summary>
    /// <value>The default value is none.</value>
    public IList<string> StunUrls { get; set; } = [];

    /// <summary>TURN servers: <c>turn:</c> or <c>turns:</c> URLs (RFC 7065). All know the same <see cref="TurnSecrets"/>.</summary>
    /// <value>The default value is none.</value>
    public IList<string> TurnUrls { get; set; } = [];

    /// <summary>
    /// What the TURN servers check credentials with (coturn's <c>static-auth-secret</c>), each of 16 characters or more.
    /// With two, clients are given credentials of both, so that service and TURN servers may change to a new one in any
    /// order.
    /// </summary>
    /// <value>The default value is none. <see cref="TurnUrls"/> need at least one.</value>
    public IList<string> TurnSecrets { get; set; } = [];

    /// <summary>How long TURN credentials last. Clients fetch new ones in time; a relay that is in use goes on.</summary>
    /// <value>The default value is 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan CredentialLifetime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// The topics whose peers connect through TURN only, so that they do not learn each other's addresses: names, or
    /// beginnings of names with <c>*</c> at the end.
    /// </summary>
    /// <value>The default value is none.</value>
    public IList<string> RelayOnlyTopics { get; set; } = [];

    /// <summary>Leaves out the entries of variables that are set to nothing, which is how compose files say "not set".</summary>
    internal void LeaveOutBlanks()
    {
        StunUrls = WithoutBlanks(StunUrls);
        TurnUrls = WithoutBlanks(TurnUrls);
        TurnSecrets = WithoutBlanks(TurnSecrets);
        RelayOnlyTopics = WithoutBlanks(RelayOnlyTopics);

        static List<string> WithoutBlanks(IList<string> entries) => [.. entries.Where(entry => !string.IsNullOrWhiteSpace(entry))];
    }
}
