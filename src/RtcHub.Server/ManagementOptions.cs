using System.ComponentModel.DataAnnotations;

namespace RtcHub.Server;

/// <summary>The management port. Read from the configuration section <c>RtcHub:Management</c>.</summary>
internal sealed class ManagementOptions : IValidatableObject
{
    public const string Section = $"{RtcHubOptions.Section}:Management";

    /// <summary>Where the port is unless it is said otherwise: on this machine only.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5081";

    private const int MinKeyLength = 32;

    /// <summary>
    /// Where it listens; an empty text for nowhere. One that was set must be free; the default one may be another server's.
    /// </summary>
    public string? Url { get; set; }

    /// <summary>
    /// Further names by which the port may be asked for (<c>Host</c>): that of a proxy in front of it. Of no use on every
    /// interface, where any name is taken.
    /// </summary>
    public IList<string> Hosts { get; } = [];

    /// <summary>What the API asks for as bearer token (RFC 6750). Without one it is off, but for a terminal's own.</summary>
    public string? Key { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Url) && !IsAddress(Url))
            yield return new ValidationResult("Url must be http://HOST:PORT, or empty for no management port", [nameof(Url)]);
        if (!string.IsNullOrEmpty(Key) && (Key.Length < MinKeyLength || !Key.All(char.IsAscii) || Key.Any(char.IsWhiteSpace)))
            yield return new ValidationResult(
                $"Key must have {MinKeyLength} ASCII characters or more, and no white space (openssl rand -base64 32)", [nameof(Key)]);
    }

    private static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http", PathBase: "", IsUnixPipe: false, IsNamedPipe: false };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
