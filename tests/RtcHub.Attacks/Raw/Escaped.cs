using System.Globalization;
using System.Text;

namespace RtcHub.Attacks.Raw;

/// <summary>Bytes for people: printable ASCII as it is, all else as \xNN.</summary>
internal static class Escaped
{
    private const int Shown = 600;

    public static string Text(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        foreach (var b in bytes[..Math.Min(bytes.Length, Shown)])
        {
            if (b is >= 0x20 and < 0x7F)
                text.Append((char)b);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\x{b:X2}");
        }

        return bytes.Length <= Shown ? text.ToString() : $"{text}... ({bytes.Length} bytes)";
    }
}
