using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using RtcHub.Wire;

namespace RtcHub.Tests;

/// <summary>A message must be whole within the client timeout from its first byte on.</summary>
public class MessageDeadlineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan AlmostLimit = TimeSpan.FromSeconds(24.9);

    private readonly ManualTime _time = new();
    private readonly Pipe _pipe = new();
    private readonly DeadlineReader _reader;
    private Task<ReadResult> _reading;
    private bool _hasExpired;

    public MessageDeadlineTests()
    {
        _reader = new DeadlineReader(_pipe.Reader, Limit, _time, () => _hasExpired = true);
        _reading = _reader.ReadAsync().AsTask();
    }

    [Fact]
    public async Task One_that_drips_in_is_over_after_the_limit()
    {
        for (var second = 0; second < 25; second++)
        {
            await ReceiveAsync("x");
            _hasExpired.Should().BeFalse();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _hasExpired.Should().BeTrue();
    }

    [Fact]
    public async Task One_that_is_slow_but_ends_in_time_is_well_and_so_are_the_next()
    {
        for (var message = 0; message < 3; message++)
        {
            await ReceiveAsync("slow");
            _time.Advance(AlmostLimit);
            await ReceiveAsync(" but whole;");
        }

        _time.Advance(Limit * 2);
        _hasExpired.Should().BeFalse();
    }

    [Fact]
    public async Task The_time_of_the_next_one_begins_with_its_own_first_byte()
    {
        await ReceiveAsync("one");
        _time.Advance(AlmostLimit);
        await ReceiveAsync(";tw");
        _time.Advance(AlmostLimit);
        _hasExpired.Should().BeFalse();

        _time.Advance(Limit - AlmostLimit);
        _hasExpired.Should().BeTrue();
    }

    [Fact]
    public async Task Silence_between_messages_is_no_message()
    {
        _time.Advance(Limit * 2);
        await ReceiveAsync("one;");
        _time.Advance(Limit * 2);
        await ReceiveAsync("two;three;");
        _time.Advance(Limit * 2);

        _hasExpired.Should().BeFalse();
    }

    [Fact]
    public async Task What_the_service_takes_to_handle_one_is_not_held_against_the_client()
    {
        await ReceiveAsync("one;tw");
        await SendAsync("o;");
        var message = (await _reading).Buffer;

        _time.Advance(Limit * 2);
        _reader.AdvanceTo(message.End);

        _hasExpired.Should().BeFalse();
    }

    [Fact]
    public async Task A_connection_whose_message_drips_in_is_cut_and_one_that_is_idle_is_not()
    {
        await using var hub = await TestHub.StartAsync();
        var idle = await hub.ConnectAsync("tea");
        var dripping = await hub.ConnectRawAsync("tea");
        await dripping.WelcomeAsync();
        await idle.NextAsync("PeerJoined");

        var noticed = hub.Time.WhenTimerAsync(Limit);
        await dripping.SendBytesAsync(Encoding.UTF8.GetBytes("""{"type":1,"""), endOfMessage: false);
        await noticed;
        hub.Time.Advance(AlmostLimit);
        (await idle.CodeOfAsync("SendMessage", "tea", "*", 1)).Should().Be("ok");
        (await dripping.NextFrameAsync()).Should().Contain("\"Message\"");

        hub.Time.Advance(Limit - AlmostLimit);
        (await dripping.ReadToEndAsync()).Should().BeEmpty("it is cut, not asked to go");
        (await idle.NextAsync("PeerUpdated"))[1].State().Should().Be("interrupted");
    }

    /// <summary>As SignalR reads: messages end with a mark, what is left is examined, and then it waits for more.</summary>
    private async Task ReceiveAsync(string bytes)
    {
        await SendAsync(bytes);
        var buffer = (await _reading).Buffer;
        while (buffer.PositionOf((byte)';') is { } end)
            buffer = buffer.Slice(buffer.GetPosition(1, end));
        _reader.AdvanceTo(buffer.Start, buffer.End);
        _reading = _reader.ReadAsync().AsTask();
    }

    private async Task SendAsync(string bytes) => await _pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(bytes));
}
