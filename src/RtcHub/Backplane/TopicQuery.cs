namespace RtcHub.Backplane;

/// <summary>Which topics to list.</summary>
/// <param name="Limit">How many at most; 1 or more.</param>
/// <param name="After">Those that come after this name, which need not be there any more.</param>
/// <param name="Prefix">What their names begin with, letter for letter.</param>
/// <param name="Contains">What their names have in them, whatever the case. Found by reading names, so a page may come with fewer.</param>
internal sealed record TopicQuery(int Limit, string? After = null, string? Prefix = null, string? Contains = null)
{
    /// <summary>Whether a name is what is looked for, wherever it stands.</summary>
    public bool Matches(string topic) =>
        (Prefix is null || topic.StartsWith(Prefix, StringComparison.Ordinal))
        && (Contains is null || topic.Contains(Contains, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Some topics.</summary>
/// <param name="Topics">In the order of their names.</param>
/// <param name="Next">The name to go on after, or <see langword="null"/> at the end.</param>
internal sealed record TopicPage(IReadOnlyList<TopicSummary> Topics, string? Next);
