using System.Diagnostics;

namespace RtcHub.Tests.Support;

/// <summary>What must become true, and by when.</summary>
internal static class Eventually
{
    public static Task TrueAsync(TimeSpan within, Func<bool> condition, string what) =>
        TrueAsync(within, () => Task.FromResult(condition()), what);

    public static async Task TrueAsync(TimeSpan within, Func<Task<bool>> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!await condition())
        {
            clock.Elapsed.Should().BeLessThan(within, "until then {0}", what);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }
}
