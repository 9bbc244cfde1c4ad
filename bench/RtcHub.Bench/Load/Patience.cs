namespace RtcHub.Bench;

/// <summary>A load that waits for ever says nothing: whatever takes as long as this has gone wrong.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <exception cref="TimeoutException">It did not come, and this is what.</exception>
    public static async Task OrGiveUpAsync(this Task task, Func<string> what)
    {
        try
        {
            await task.WaitAsync(Limit, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Waited {Limit.TotalSeconds} s for {what()}.");
        }
    }
}
