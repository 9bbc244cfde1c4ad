using RtcHub.Wire;

namespace RtcHub.Tests;

/// <summary>A WebSocket message must be whole within the client timeout, however its frames drip in.</summary>
public class WebSocketDeadlineTests
{
    [Theory]
    [InlineData("81 85 01 02 03 04 61 62 63 64 65", "whole, masked")]
    [InlineData("81 03 61 62 63", "whole, not masked")]
    [InlineData("81 80 01 02 03 04", "whole and empty")]
    [InlineData("89 80 01 02 03 04", "a ping")]
    [InlineData("01 01 61 00 01 62 80 01 63", "three fragments")]
    [InlineData("01 01 61 89 00 80 01 62", "a ping between fragments")]
    [InlineData("82 7E 00 03 61 62 63", "a length of two bytes")]
    [InlineData("82 7F 00 00 00 00 00 00 00 03 61 62 63", "a length of eight bytes")]
    public void Frames_are_followed_byte_by_byte(string hex, string what)
    {
        var bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var scanner = default(WebSocketScanner);

        for (var i = 0; i < bytes.Length - 1; i++)
        {
            scanner.Read(bytes.AsSpan(i, 1)).Should().BeFalse(what);
            scanner.IsWithin.Should().BeTrue($"{what} is not whole after byte {i}");
        }

        scanner.Read(bytes.AsSpan(bytes.Length - 1)).Should().BeTrue(what);
        scanner.IsWithin.Should().BeFalse(what);
        scanner.Read([.. bytes, .. bytes, bytes[0]]).Should().BeTrue();
        scanner.IsWithin.Should().BeTrue("another has begun");
    }

    [Theory]
    [InlineData("81")]
    [InlineData("81 FE 00 10")]
    [InlineData("81 FE EA 60 01 02 03 04 20")]
    [InlineData("01 81 01 02 03 04 20")]
    public async Task A_message_that_never_gets_whole_ends_its_connection_after_the_limit(string hex)
    {
        await using var hub = await TestHub.StartAsync(options => options.SubscribeTimeout = TimeSpan.FromHours(1));
        using var client = await RawRequest.UpgradeAsync(hub.NodeUrl, "Host: localhost");
        var begun = hub.Time.WhenTimerAsync(TimeSpan.FromSeconds(25));

        await client.SendAsync(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
        await begun.WaitAsync(TimeSpan.FromSeconds(4)); // less than what the handshake has
        var ended = client.WhenEndedAsync();
        hub.Time.Advance(TimeSpan.FromSeconds(24));
        ended.IsCompleted.Should().BeFalse();
        hub.Time.Advance(TimeSpan.FromSeconds(1));

        await ended.WaitAsync(TimeSpan.FromSeconds(4));
    }
}
