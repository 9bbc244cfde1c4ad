using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RtcHub.Topics;
using StackExchange.Redis;

namespace RtcHub.Redis;

/// <summary>
/// A member as it is written in Redis (<c>Scripts/roster.lua</c> says how). Its body is <c>JOINED_AT ACCESS METADATA</c>:
/// ticks in UTC, what it may do (JSON in base64url, or <c>-</c> in an open service), and the JSON that the others are shown,
/// or nothing.
/// </summary>
internal static class MemberText
{
    private const string OpenAccess = "-";
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static string State(Member member) =>
        (member.Peer.State == PeerState.Connected ? "c" : "i") + (member.Peer.Locks ? "l" : "");

    public static byte[] Body(Member member) =>
    [
        .. Encoding.ASCII.GetBytes($"{member.Peer.JoinedAt.Ticks.ToString(Culture)} {Write(member.Access)} "),
        .. (member.Peer.Metadata ?? default).Utf8.Span,
    ];

    /// <summary>The whole value, with the place in joining order that the roster has it at.</summary>
    public static byte[] Value(Member member, long order) =>
        [.. Encoding.UTF8.GetBytes($"{order.ToString(Culture)} {member.NodeId} {member.Epoch.ToString(Culture)} {State(member)}\n"), .. Body(member)];

    public static Member Parse(string peerId, ReadOnlyMemory<byte> value, out long order)
    {
        var headEnd = value.Span.IndexOf((byte)'\n');
        var head = Encoding.UTF8.GetString(value.Span[..headEnd]).Split(' ');
        var body = value[(headEnd + 1)..];
        var joinedEnd = body.Span.IndexOf((byte)' ');
        var joinedAt = new DateTime(long.Parse(body.Span[..joinedEnd], Culture), DateTimeKind.Utc);
        body = body[(joinedEnd + 1)..];
        var accessEnd = body.Span.IndexOf((byte)' ');
        var access = ReadAccess(body.Span[..accessEnd]);
        var metadata = body[(accessEnd + 1)..];

        order = long.Parse(head[0], Culture);
        var state = head[3].StartsWith('c') ? PeerState.Connected : PeerState.Interrupted;
        var peer = new Peer(peerId, state, joinedAt, metadata.IsEmpty ? null : new RawJson(metadata))
        {
            UserId = access.UserId,
            Locks = head[3].Contains('l', StringComparison.Ordinal),
        };
        return new Member(peer, head[1], long.Parse(head[2], Culture), access) { Since = order };
    }

    /// <summary>What <c>snapshot</c> in <c>Scripts/roster.lua</c> returns.</summary>
    public static RosterSnapshot ParseSnapshot(RedisResult result)
    {
        var parts = (RedisValue[])result!;
        var members = new List<(long Order, Member Member)>();
        for (var i = 1; i + 1 < parts.Length; i += 2)
        {
            var member = Parse((string)parts[i]!, (byte[])parts[i + 1]!, out var order);
            members.Add((order, member));
        }

        return new RosterSnapshot([.. members.OrderBy(entry => entry.Order).Select(entry => entry.Member)], (long)parts[0]);
    }

    public static RosterSnapshot ParseHash(HashEntry[] entries)
    {
        var version = 0L;
        var members = new List<(long Order, Member Member)>();
        foreach (var entry in entries)
        {
            if (entry.Name == "v")
            {
                version = (long)entry.Value;
            }
            else
            {
                var member = Parse((string)entry.Name!, (byte[])entry.Value!, out var order);
                members.Add((order, member));
            }
        }

        return new RosterSnapshot([.. members.OrderBy(entry => entry.Order).Select(entry => entry.Member)], version);
    }

    /// <summary>The event that <c>tell</c> in <c>Scripts/roster.lua</c> publishes.</summary>
    public static RosterEvent ParseEvent(ReadOnlyMemory<byte> message)
    {
        var headEnd = message.Span.IndexOf((byte)'\n');
        var head = Encoding.UTF8.GetString(message.Span[2..headEnd]).Split(' ');
        var (version, extra, peerId) = (long.Parse(head[1], Culture), head[2], head[3]);
        var topicBytes = int.Parse(head[4], Culture);
        var topic = Encoding.UTF8.GetString(message.Span.Slice(headEnd + 1, topicBytes));
        var kind = head[0] switch
        {
            "J" => RosterEventKind.Joined,
            "U" => RosterEventKind.Updated,
            "L" => RosterEventKind.Left,
            "M" => RosterEventKind.Moved,
            "Z" => RosterEventKind.Reset,
            "G" => RosterEventKind.Remembered,
            var other => throw new FormatException($"A roster event of kind {other}."),
        };
        if (kind == RosterEventKind.Reset)
            return new RosterEvent(topic, kind, null, version);

        var member = Parse(peerId, message[(headEnd + 1 + topicBytes)..], out _);
        var reason = kind == RosterEventKind.Left && Enum.TryParse<LeaveReason>(extra, ignoreCase: true, out var given) ? given : LeaveReason.Left;
        return new RosterEvent(topic, kind, member, version, reason, kind == RosterEventKind.Moved && extra != "-" ? extra : null);
    }

    private static string Write(TopicAccess access) => access == TopicAccess.Open
        ? OpenAccess
        : Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(access, AccessJsonContext.Default.TopicAccess));

    private static TopicAccess ReadAccess(ReadOnlySpan<byte> text) => text.SequenceEqual("-"u8)
        ? TopicAccess.Open
        : JsonSerializer.Deserialize(Base64Url.DecodeFromUtf8(text), AccessJsonContext.Default.TopicAccess)!;
}
