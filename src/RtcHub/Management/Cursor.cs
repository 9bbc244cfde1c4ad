using System.Buffers.Text;
using System.Text;

namespace RtcHub.Management;

/// <summary>Text that clients are to give back as it is, and to make nothing of.</summary>
internal static class Cursor
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    public static bool TryDecode(string cursor, out string text)
    {
        try
        {
            text = Strict.GetString(Base64Url.DecodeFromChars(cursor));
            return true;
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            text = "";
            return false;
        }
    }
}
