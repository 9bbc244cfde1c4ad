using System.Text;

namespace RtcHub.Tests;

/// <summary>One spelling of each name: what looks the same is the same topic.</summary>
public class TopicNameTests
{
    [Theory]
    [InlineData("caf\u00e9", "cafe\u0301")]
    [InlineData("\u212b", "\u00c5")] // the ångström sign
    [InlineData("\ud55c", "\u1112\u1161\u11ab")] // a Hangul syllable, and its letters
    [InlineData("a\u0323\u0307", "a\u0307\u0323")] // two marks in either order
    public async Task Names_that_differ_in_normalization_only_are_one_topic(string one, string other)
    {
        await using var hub = await TestHub.StartAsync();
        var canonical = one.Normalize(NormalizationForm.FormC);
        var ada = await hub.ConnectAsync(one);
        var bob = await hub.ConnectAsync();

        var subscription = await bob.SubscribeAsync(other);

        subscription.GetProperty("topic").GetString().Should().Be(canonical);
        subscription.GetProperty("peers").PeerIds().Should().Equal(ada.PeerId);
        (await ada.NextAsync("PeerJoined"))[0].GetString().Should().Be(canonical);
        (await bob.CodeOfAsync("SendMessage", other, ada.PeerId, 1)).Should().Be("ok");
        (await ada.NextAsync("Message"))[0].GetString().Should().Be(canonical);
        (await bob.SubscribeAsync(one)).GetProperty("peers").PeerIds().Should().Equal(ada.PeerId);
        (await bob.CodeOfAsync("Unsubscribe", one)).Should().Be("ok");
        (await ada.NextAsync("PeerLeft"))[1].GetString().Should().Be(bob.PeerId);
    }

    [Theory]
    [InlineData("tea", "Tea")]
    [InlineData("tea", "ｔｅａ")] // full width: compatible, not the same
    [InlineData("strasse", "straße")]
    public async Task Names_that_differ_in_more_are_two(string one, string other)
    {
        await using var hub = await TestHub.StartAsync();
        await hub.ConnectAsync(one);
        var bob = await hub.ConnectAsync();

        (await bob.SubscribeAsync(other)).GetProperty("peers").GetArrayLength().Should().Be(0);
    }

    [Fact]
    public async Task A_name_that_is_longer_in_its_one_spelling_has_that_length()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync();

        (await ada.CodeOfAsync("Subscribe", new string('\u0958', 64), null)).Should().Be("ok", "each is two characters");
        (await ada.CodeOfAsync("Subscribe", new string('\u0958', 65), null)).Should().Be("invalid_topic");
    }
}
