namespace RtcHub.Backplane;

/// <summary>
/// The order in which topics are listed: by code points, which is that of the bytes of their UTF-8, in which Redis sorts.
/// UTF-16, in which .NET compares, has the characters beyond U+FFFF before U+E000.
/// </summary>
internal sealed class TopicOrder : IComparer<string>
{
    public static TopicOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> left = x, right = y;
        var same = left.CommonPrefixLength(right);
        return same == left.Length || same == right.Length
            ? left.Length.CompareTo(right.Length)
            : Place(left[same]).CompareTo(Place(right[same]));
    }

    /// <summary>Surrogates come last.</summary>
    private static int Place(char unit) => char.IsSurrogate(unit) ? unit + char.MaxValue : unit;
}
