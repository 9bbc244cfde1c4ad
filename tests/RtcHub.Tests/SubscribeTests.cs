namespace RtcHub.Tests;

public class SubscribeTests
{
    [Fact]
    public async Task A_newcomer_gets_the_roster_and_those_present_hear_of_it()
    {
        await using var hub = await TestHub.StartAsync();
        var ada = await hub.ConnectAsync();
        var bob = await hub.ConnectAsync();

        var alone = await ada.SubscribeAsync("tea", new { metadata = new { name = "Ada" } });
        var together = await bob.SubscribeAsync("tea");

        alone.GetProperty("peers").GetArrayLength().Should().Be(0);
        alone.GetProperty("version").GetInt64().Should().Be(1);
        together.GetProperty("version").GetInt64().Should().Be(2);
        var seen = together.GetProperty("peers")[0];
        seen.PeerId().Should().Be(ada.PeerId);
        seen.State().Should().Be("connected");
        seen.GetProperty("metadata").GetProperty("name").GetString().Should().Be("Ada");
        seen.GetProperty("joinedAt").GetString().Should().Be("2030-01-02T03:04:05Z");

        var joined = await ada.NextAsync("PeerJoined");
        joined[0].GetString().Should().Be("tea");
        joined[1].PeerId().Should().Be(bob.PeerId);
        joined[1].GetProperty("metadata").ValueKind.Should().Be(System.Text.Json.JsonValueKind.Null);
        joined[2].GetInt64().Should().Be(2);
    }
}
