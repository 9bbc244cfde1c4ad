using System.Text;
using RtcHub.Access;

namespace RtcHub.Tests.Access;

public class FixedMetadataTests
{
    [Theory]
    [InlineData("""{"a":1}""", null, """{"a":1}""")]
    [InlineData(null, """{"a": 1}""", """{"a": 1}""")]
    [InlineData(null, null, null)]
    [InlineData("""{"a":1,"b":[ 2 ]}""", """{"b":"x"}""", """{"a":1,"b":"x"}""")]
    [InlineData("""{"b":1,"\u0062":2,"b":3}""", """{"b":1e2}""", """{"b":1e2}""")]
    [InlineData("""{"é":{ "b":1 }}""", """{"b":{}}""", """{"\u00E9":{ "b":1 },"b":{}}""")]
    public void What_is_given_stands_and_the_rest_is_the_peers_own(string? own, string? given, string? shown)
    {
        FixedMetadata.TryMerge(Raw(own), Raw(given), out var merged).Should().BeTrue();

        (merged is { } json ? Encoding.UTF8.GetString(json.Utf8.Span) : null).Should().Be(shown);
    }

    [Fact]
    public void A_name_that_is_half_a_surrogate_pair_is_refused() =>
        FixedMetadata.TryMerge(Raw("""{"\ud800":1}"""), Raw("""{"a":1}"""), out _).Should().BeFalse();

    private static RawJson? Raw(string? json) => json is null ? null : new RawJson(Encoding.UTF8.GetBytes(json));
}
