namespace RtcHub;

/// <summary>Who may sign join tokens (<see cref="JoinToken"/>).</summary>
public sealed class JoinTokenOptions
{
    /// <summary>
    /// The secrets, each 32 bytes or more in base64, by the key id (<c>kid</c>) that a token names. With one or more of them
    /// every <c>Subscribe</c> needs a token. Several for rotation: add the new one everywhere, sign with it, and take the
    /// old one away when its last token has ended.
    /// </summary>
    /// <value>The default value is none: everyone may enter every topic.</value>
    public IDictionary<string, string> Keys { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
