using RtcHub.Webhooks;

namespace RtcHub.Tests.Webhooks;

public class RetryDelayTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 8)]
    [InlineData(5, 15)]
    [InlineData(1_000_000, 15)]
    public void It_doubles_up_to_15_seconds_less_up_to_a_half(int failures, double seconds)
    {
        RetryDelay.After(failures, chance: 0).Should().Be(TimeSpan.FromSeconds(seconds));
        RetryDelay.After(failures, chance: 1).Should().Be(TimeSpan.FromSeconds(seconds / 2));
    }
}
