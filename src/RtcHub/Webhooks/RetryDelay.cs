namespace RtcHub.Webhooks;

/// <summary>How long to wait after failures: 1 s, doubling to 15 s, less up to a half by chance, so that not all come at once.</summary>
internal static class RetryDelay
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(15);

    public static TimeSpan After(int failures, double chance)
    {
        var doubled = First * Math.Pow(2, Math.Min(failures, 10) - 1);
        return (doubled < Longest ? doubled : Longest) * (1 - (chance / 2));
    }
}
