namespace RtcHub.Server.Tests;

/// <summary>When the server collects garbage of its own accord.</summary>
public class LullTests
{
    private const int MiB = 1_048_576;

    private readonly Lull _lull = new();
    private long _allocated;

    [Fact]
    public void A_storm_that_has_passed_is_one_lull()
    {
        Look(allocates: 40 * MiB).Should().BeFalse();
        Look(allocates: 200 * MiB).Should().BeFalse();
        Look(allocates: 100 * MiB).Should().BeFalse("it goes on");
        Look(allocates: 1 * MiB).Should().BeTrue();
        Look(allocates: 1 * MiB).Should().BeFalse("that was it");
        Look(allocates: 40 * MiB).Should().BeFalse();
        Look(allocates: 1 * MiB).Should().BeTrue("another has passed");
    }

    [Fact]
    public void What_goes_on_evenly_is_no_storm_that_passes()
    {
        for (var i = 0; i < 20; i++)
            Look(allocates: (50 + (i % 3 * 20)) * MiB).Should().BeFalse();
    }

    [Fact]
    public void Little_is_no_storm()
    {
        Look(allocates: 15 * MiB).Should().BeFalse();
        Look(allocates: 0).Should().BeFalse();
    }

    [Fact]
    public void When_most_sessions_have_gone_there_is_a_lull_and_another_when_most_of_the_rest_have()
    {
        Look(sessions: 900).Should().BeFalse();
        Look(sessions: 500).Should().BeFalse();
        Look(sessions: 450).Should().BeTrue();
        Look(sessions: 300).Should().BeFalse();
        Look(sessions: 200).Should().BeTrue();
        Look(sessions: 99).Should().BeTrue();
        Look(sessions: 0).Should().BeFalse("they were few");
    }

    [Fact]
    public void With_many_connections_it_waits_until_they_have_gone()
    {
        Look(allocates: 100 * MiB, connections: 1_001).Should().BeFalse();
        Look(connections: 1_001).Should().BeFalse();
        Look(connections: 1_000).Should().BeTrue();
    }

    [Fact]
    public void A_minute_into_a_lull_what_the_pools_hold_can_go_too()
    {
        Look(allocates: 40 * MiB).Should().BeFalse();
        Look(allocates: 1 * MiB).Should().BeTrue();
        for (var seconds = 5; seconds <= 60; seconds += 5)
            Look(allocates: 1 * MiB).Should().BeFalse();
        Look(allocates: 1 * MiB).Should().BeTrue();
        for (var seconds = 5; seconds <= 300; seconds += 5)
            Look(allocates: 1 * MiB).Should().BeFalse("that is once");
    }

    [Fact]
    public void A_lull_that_a_storm_ends_does_not_last_a_minute()
    {
        Look(allocates: 40 * MiB).Should().BeFalse();
        Look(allocates: 1 * MiB).Should().BeTrue();
        for (var seconds = 5; seconds <= 300; seconds += 5)
            Look(allocates: 16 * MiB).Should().BeFalse();
    }

    private bool Look(int allocates = 0, int connections = 0, int sessions = 0) =>
        _lull.IsTimeToCollect(_allocated += allocates, connections, sessions);
}
