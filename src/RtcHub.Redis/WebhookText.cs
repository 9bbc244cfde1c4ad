using System.Globalization;
using System.Text;
using RtcHub.Webhooks;

namespace RtcHub.Redis;

/// <summary>An event in the queue of webhooks, as <c>Scripts/roster.lua</c> writes it.</summary>
internal static class WebhookText
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static Webhook Parse(byte[] entry)
    {
        var head = ReadHead(entry, out var headEnd);
        var time = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(head[3], Culture));
        var change = MemberText.ParseEvent(entry.AsMemory(headEnd + 1));
        return new Webhook(NumberOf(head), (WebhookKind)head[0][0], $"evt_{head[2]}_{head[1]}", time, long.Parse(head[4], Culture), change)
        {
            Entry = entry,
        };
    }

    public static long NumberOf(byte[] entry) => NumberOf(ReadHead(entry, out _));

    private static long NumberOf(string[] head) => long.Parse(head[1], Culture);

    private static string[] ReadHead(byte[] entry, out int end)
    {
        end = entry.AsSpan().IndexOf((byte)'\n');
        return Encoding.UTF8.GetString(entry.AsSpan(0, end)).Split(' ');
    }
}
