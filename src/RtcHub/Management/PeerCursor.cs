using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RtcHub.Management;

/// <summary>Where a list of peers goes on: after that one, who may have left since.</summary>
internal sealed record PeerCursor(string Topic, DateTime JoinedAt, string PeerId)
{
    public static PeerCursor Of(PeerView peer) => new(peer.Topic, peer.JoinedAt, peer.PeerId);

    public static bool TryParse(string text, [NotNullWhen(true)] out PeerCursor? cursor)
    {
        cursor = null;
        if (!Cursor.TryDecode(text, out var decoded) || decoded.Split('\n') is not [var ticks, var peerId, var topic])
            return false;
        if (!long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || at > DateTime.MaxValue.Ticks)
            return false;
        cursor = new PeerCursor(topic, new DateTime(at, DateTimeKind.Utc), peerId);
        return true;
    }

    public bool IsBefore(PeerView peer) =>
        peer.JoinedAt > JoinedAt || (peer.JoinedAt == JoinedAt && string.CompareOrdinal(peer.PeerId, PeerId) > 0);

    /// <summary>No topic has a line break in its name.</summary>
    public override string ToString() => Cursor.Encode(string.Create(CultureInfo.InvariantCulture, $"{JoinedAt.Ticks}\n{PeerId}\n{Topic}"));
}
