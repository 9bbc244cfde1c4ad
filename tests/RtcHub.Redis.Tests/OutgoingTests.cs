using RtcHub.Redis;
using RtcHub.Wire;

namespace RtcHub.Tests;

/// <summary>What waits for one channel of Redis goes together.</summary>
public class OutgoingTests
{
    private readonly List<(byte[] Message, TaskCompletionSource<long> Answer)> _published = [];
    private readonly Outgoing _outgoing;

    public OutgoingTests() => _outgoing = new Outgoing(message =>
    {
        var answer = new TaskCompletionSource<long>();
        _published.Add((message, answer));
        return answer.Task;
    });

    [Fact]
    public void One_message_goes_at_once_and_as_it_is()
    {
        _ = _outgoing.PublishAsync([1, 7]);

        Published().Should().Equal("1 7");
    }

    [Fact]
    public async Task What_comes_while_one_is_under_way_goes_in_the_next_and_is_answered_with_it()
    {
        var first = _outgoing.PublishAsync([1, 7]);
        var second = _outgoing.PublishAsync([1, 8]);
        var third = _outgoing.PublishAsync([1, 9]);
        Published().Should().Equal("1 7");

        _published[0].Answer.SetResult(1);
        (await first).Should().Be(1);
        Published().Should().Equal("1 7", "1 8 | 1 9");
        second.IsCompleted.Should().BeFalse();

        _published[1].Answer.SetResult(0);
        (await Task.WhenAll(second, third)).Should().Equal(0, 0);
    }

    [Fact]
    public void What_one_turn_brings_about_goes_together_when_it_ends()
    {
        using (Cork.Open())
        {
            _ = _outgoing.PublishAsync([1, 7]);
            _ = _outgoing.PublishAsync([1, 8]);
            Published().Should().BeEmpty();
        }

        Published().Should().Equal("1 7 | 1 8");
    }

    [Fact]
    public void What_waits_goes_before_anything_that_must_not_overtake_it()
    {
        _ = _outgoing.PublishAsync([1, 7]);
        _ = _outgoing.PublishAsync([1, 8]);

        _outgoing.Flush();
        _outgoing.Flush();

        Published().Should().Equal("1 7", "1 8");
    }

    [Fact]
    public void Nothing_large_waits()
    {
        _ = _outgoing.PublishAsync([1, 7]);
        _ = _outgoing.PublishAsync(new byte[40_000]);
        _published.Should().HaveCount(1);

        _ = _outgoing.PublishAsync(new byte[40_000]);

        _published.Should().HaveCount(2);
        _published[1].Message.Length.Should().BeGreaterThan(80_000);
    }

    [Fact]
    public async Task When_redis_is_away_what_waits_is_told_too_and_the_next_tries_again()
    {
        var first = _outgoing.PublishAsync([1, 7]);
        var second = _outgoing.PublishAsync([1, 8]);

        _published[0].Answer.SetException(new RedisAwayException("It is away."));

        await first.Invoking(task => task).Should().ThrowAsync<RedisAwayException>();
        await second.Invoking(task => task).Should().ThrowAsync<RedisAwayException>();
        _published.Should().HaveCount(1);
        _ = _outgoing.PublishAsync([1, 9]);
        Published().Should().Equal("1 7", "1 9");
    }

    /// <summary>What was published, each PUBLISH as the messages that its receiver finds in there.</summary>
    private string[] Published() => [.. _published.Select(batch =>
    {
        var messages = new List<string>();
        InboxBatch.Unpack(batch.Message, message => messages.Add(string.Join(' ', message)));
        return string.Join(" | ", messages);
    })];
}
