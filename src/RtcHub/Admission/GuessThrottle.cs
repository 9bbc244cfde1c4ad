using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;

namespace RtcHub.Admission;

/// <summary>
/// Holds up the answer to whoever shows a ticket or a token that was made up: 100 ms, twice as long each time, up to 25 s,
/// counted by address and forgotten after 10 quiet minutes. A good ticket or token is answered at once, also from there.
/// </summary>
internal sealed class GuessThrottle(TimeProvider time)
{
    private const int MaxAddresses = 100_000;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<ClientAddress, Guesses> _guesses = new();

    private readonly record struct Guesses(int Count, long LastAt);

    /// <summary>
    /// A ticket was of no use. One for a session that nobody knows is honest once on a connection: its window may be over,
    /// or the service was restarted, and everybody behind one address comes back at the same time.
    /// </summary>
    public Task OnWrongTicketAsync(HubConnectionContext connection, bool mayBeHonest) =>
        connection.Items.TryAdd(typeof(GuessThrottle), null) && mayBeHonest ? Task.CompletedTask : OnGuessAsync(connection);

    /// <summary>Returns when the answer may be given.</summary>
    public async Task OnGuessAsync(HubConnectionContext connection)
    {
        var address = ClientAddress.Of(connection.Features.Get<IHttpConnectionFeature>()?.RemoteIpAddress) ?? default;
        var now = time.GetTimestamp();
        var guesses = _guesses.AddOrUpdate(
            address, _ => new Guesses(1, now), (_, before) => new Guesses(IsForgotten(before) ? 1 : before.Count + 1, now));
        if (_guesses.Count > MaxAddresses)
            Forget();

        var delay = First * Math.Pow(2, Math.Min(guesses.Count - 1, 30));
        try
        {
            await Task.Delay(delay < Longest ? delay : Longest, time, connection.ConnectionAborted);
        }
        catch (OperationCanceledException)
        {
            // it did not wait for the answer
        }
    }

    private bool IsForgotten(Guesses guesses) => time.GetElapsedTime(guesses.LastAt) > Memory;

    /// <summary>Bounds the memory: first those that are forgotten anyway.</summary>
    private void Forget()
    {
        foreach (var (address, guesses) in _guesses.OrderBy(entry => entry.Value.LastAt).Take(MaxAddresses / 2))
            _guesses.TryRemove(new(address, guesses));
    }
}
