using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;
using RtcHub.Sessions;

namespace RtcHub.Admission;

/// <summary>
/// Makes whoever shows a ticket or a token that was made up wait: 100 ms, twice as long each time, up to 25 s, counted by
/// address and forgotten after 10 quiet minutes. Short waits are waited out before the answer. Through a long one the
/// connection is told to wait and nothing that it shows is looked at; it would hold up its other calls. A good ticket or
/// token on another connection of that address is taken at once.
/// </summary>
internal sealed class GuessThrottle(TimeProvider time)
{
    private const int MaxAddresses = 100_000;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestHeldUp = TimeSpan.FromMilliseconds(500); // several add up to less than a second
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<ClientAddress, Guesses> _guesses = new();

    private readonly record struct Guesses(int Count, long LastAt);

    /// <summary>What a connection has to do with this.</summary>
    private sealed class Record
    {
        public long BarredFrom { get; set; }

        public TimeSpan BarredFor { get; set; }
    }

    /// <summary>How long the connection has to wait before it may show another, in milliseconds; null when it need not.</summary>
    public int? BarredForMs(Visitor visitor)
    {
        if (visitor.Features.Get<Record>() is not { } record)
            return null;
        var left = record.BarredFor - time.GetElapsedTime(record.BarredFrom);
        return left > TimeSpan.Zero ? (int)Math.Ceiling(left.TotalMilliseconds) : null;
    }

    /// <summary>
    /// A ticket was of no use. One for a session that nobody knows is honest once on a connection: its window may be over,
    /// or the service was restarted, and everybody behind one address comes back at the same time.
    /// </summary>
    public Task OnWrongTicketAsync(Visitor visitor, bool mayBeHonest)
    {
        if (!mayBeHonest || visitor.Features.Get<Record>() is not null)
            return OnGuessAsync(visitor);
        visitor.Features.Set(new Record());
        return Task.CompletedTask;
    }

    /// <summary>Returns when the answer may be given: <see cref="BarredForMs"/> says which.</summary>
    public async Task OnGuessAsync(Visitor visitor)
    {
        var address = ClientAddress.Of(visitor.Features.Get<IHttpConnectionFeature>()?.RemoteIpAddress) ?? default;
        var now = time.GetTimestamp();
        var guesses = _guesses.AddOrUpdate(
            address, _ => new Guesses(1, now), (_, before) => new Guesses(IsForgotten(before) ? 1 : before.Count + 1, now));
        if (_guesses.Count > MaxAddresses)
            Forget();

        var wait = First * Math.Pow(2, Math.Min(guesses.Count - 1, 30));
        var record = visitor.Features.Get<Record>() ?? new Record();
        visitor.Features.Set(record);
        if (wait < LongestHeldUp)
            await HoldUpAsync(wait, visitor.Lost);
        else
            (record.BarredFrom, record.BarredFor) = (now, wait < Longest ? wait : Longest);
    }

    private async Task HoldUpAsync(TimeSpan wait, CancellationToken lost)
    {
        try
        {
            await Task.Delay(wait, time, lost);
        }
        catch (OperationCanceledException)
        {
            // it did not wait for the answer
        }
    }

    private bool IsForgotten(Guesses guesses) => time.GetElapsedTime(guesses.LastAt) > Memory;

    /// <summary>Bounds the memory: who was quiet longest goes.</summary>
    private void Forget()
    {
        foreach (var (address, guesses) in _guesses.OrderBy(entry => entry.Value.LastAt).Take(MaxAddresses / 2))
            _guesses.TryRemove(new(address, guesses));
    }
}
