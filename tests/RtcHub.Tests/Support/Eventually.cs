using System.Diagnostics;

namespace RtcHub.Tests.Support;

/// <summary>What must become true, and by when; until then something may be done again and again.</summary>
internal static class Eventually
{
    public static Task TrueAsync(TimeSpan within, Func<bool> condition, string what, Action? meanwhile = null) =>
        TrueAsync(within, () => Task.FromResult(condition()), what, meanwhile);

    public static async Task TrueAsync(TimeSpan within, Func<Task<bool>> condition, string what, Action? meanwhile = null)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            clock.Elapsed.Should().BeLessThan(within, "until then {0}", what);
            meanwhile?.Invoke();
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }
}
