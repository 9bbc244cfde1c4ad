using System.Diagnostics;
using System.Runtime.CompilerServices;
using RtcHub.Redis;

namespace RtcHub.Tests.Support;

/// <summary>What is on its way to a node.</summary>
internal static class Inbox
{
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(4);
    private static readonly ConditionalWeakTable<RedisBackplane, SemaphoreSlim> Turns = [];

    /// <summary>
    /// Returns when the node has had what any node sent it before: a message that none understands is put after that on each
    /// Redis server, and is counted. One caller after the other, or else one would take another's message for its own. Redis
    /// drops what it publishes while a node connects anew, as one does whose machine stood still: then it is put there again.
    /// </summary>
    public static async Task SettleAsync(RedisBackplane node, params Func<Task>[] publishOnEach)
    {
        var turn = Turns.GetValue(node, static _ => new SemaphoreSlim(1));
        await turn.WaitAsync();
        try
        {
            foreach (var publish in publishOnEach)
            {
                var before = node.UnknownMessages;
                var clock = Stopwatch.StartNew();
                var published = 0;
                await Eventually.TrueAsync(
                    TimeSpan.FromSeconds(20),
                    async () =>
                    {
                        if (clock.Elapsed >= published * LostAfter)
                        {
                            published++;
                            await publish();
                        }

                        return node.UnknownMessages > before;
                    },
                    "the node hears Redis");
            }
        }
        finally
        {
            turn.Release();
        }
    }
}
