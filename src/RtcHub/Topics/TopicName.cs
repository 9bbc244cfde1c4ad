using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace RtcHub.Topics;

/// <summary>What may name a topic.</summary>
internal static class TopicName
{
    public const int MaxLength = 128;

    /// <summary>False where .NET runs without ICU and normalizes nothing but ASCII, without saying so.</summary>
    public static bool CanNormalize { get; } = !"e\u0301".IsNormalized();

    /// <summary>
    /// The one spelling of a name: Unicode's normalization form C (UAX #15), so that what looks the same is the same topic.
    /// It has 1 to 128 characters (UTF-16 units), no control characters, no leading or trailing white space, and no half of
    /// a surrogate pair, which could not be written in UTF-8.
    /// </summary>
    public static bool TryNormalize(string? name, [NotNullWhen(true)] out string? canonical)
    {
        canonical = null;
        if (!IsValid(name))
            return false;

        canonical = Ascii.IsValid(name) || name.IsNormalized() ? name : name.Normalize();
        return canonical.Length <= MaxLength;
    }

    private static bool IsValid([NotNullWhen(true)] string? name)
    {
        if (name is not { Length: > 0 and <= MaxLength } || char.IsWhiteSpace(name[0]) || char.IsWhiteSpace(name[^1]))
            return false;

        for (var rest = name.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != OperationStatus.Done || Rune.IsControl(rune))
                return false;
            rest = rest[length..];
        }

        return true;
    }
}
