using RtcHub.Topics;

namespace RtcHub.Tests;

public class TopicPatternTests
{
    [Theory]
    [InlineData("tea", "tea", true)]
    [InlineData("tea", "teas", false)]
    [InlineData("tea", "Tea", false)]
    [InlineData("team-*", "team-7", true)]
    [InlineData("team-*", "team-", true)]
    [InlineData("team-*", "team", false)]
    [InlineData("team-*", "my team-7", false)]
    [InlineData("*", "anything", true)]
    public void It_is_a_name_or_the_beginning_of_names(string pattern, string topic, bool matches) =>
        TopicPattern.Parse(pattern).Matches(topic).Should().Be(matches);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" tea*")]
    [InlineData("tea\n*")]
    [InlineData("*-tea")]
    [InlineData("a*b")]
    [InlineData("tea**")]
    public void A_star_elsewhere_and_what_no_topic_begins_with_is_none(string? pattern)
    {
        TopicPattern.TryParse(pattern, out var parsed).Should().BeFalse();
        parsed.Matches("tea").Should().BeFalse();
    }
}
