using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace RtcHub.Server;

/// <summary>
/// The bearer key of the management API. Where none is set, a server that somebody started in a terminal makes one and shows
/// it there; any other has none, for what it says may be kept in a log.
/// </summary>
internal sealed class ManagementKey
{
    private readonly byte[]? _hash;

    public ManagementKey(IOptions<ManagementOptions> options)
        : this(options.Value.Key, isTerminal: !Console.IsOutputRedirected)
    {
    }

    public ManagementKey(string? key, bool isTerminal)
    {
        if (string.IsNullOrEmpty(key) && isTerminal)
            key = Shown = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _hash = string.IsNullOrEmpty(key) ? null : Hash(key);
    }

    /// <summary>The key that was made, to be shown in the terminal and nowhere else.</summary>
    public string? Shown { get; }

    /// <summary>Whether there is any.</summary>
    public bool IsSet => _hash is not null;

    /// <summary>Takes as long whatever is shown.</summary>
    public bool Is(string shown) => _hash is not null && CryptographicOperations.FixedTimeEquals(Hash(shown), _hash);

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
