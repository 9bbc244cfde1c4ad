namespace RtcHub.Topics;

/// <summary>One topic (<c>tea</c>), all whose names begin alike (<c>team-*</c>), or all (<c>*</c>). Compared by code units.</summary>
internal readonly record struct TopicPattern
{
    private readonly string _text;
    private readonly bool _isPrefix;

    private TopicPattern(string text, bool isPrefix) => (_text, _isPrefix) = (text, isPrefix);

    /// <summary>
    /// False for what can't be the name, or the beginning of the name, of a topic, and when <c>*</c> is elsewhere than at
    /// the end, where it might be meant as more than it is.
    /// </summary>
    public static bool TryParse(string? text, out TopicPattern pattern)
    {
        pattern = default;
        if (!TopicName.IsValid(text))
            return false;

        var star = text.IndexOf('*', StringComparison.Ordinal);
        if (star >= 0 && star < text.Length - 1)
            return false;
        pattern = star < 0 ? new TopicPattern(text, isPrefix: false) : new TopicPattern(text[..star], isPrefix: true);
        return true;
    }

    /// <exception cref="FormatException"><see cref="TryParse"/> is false.</exception>
    public static TopicPattern Parse(string text) =>
        TryParse(text, out var pattern) ? pattern : throw new FormatException("Not a topic, or the beginning of some with * at the end.");

    public bool Matches(string topic) =>
        _isPrefix ? topic.StartsWith(_text, StringComparison.Ordinal) : topic == _text;
}
