using System.Runtime.CompilerServices;
using RtcHub.Redis;

namespace RtcHub.Tests.Support;

/// <summary>What is on its way to a node.</summary>
internal static class Inbox
{
    private static readonly ConditionalWeakTable<RedisBackplane, SemaphoreSlim> Turns = [];

    /// <summary>
    /// Returns when the node has had what any node sent it before: a message that none understands is put after that on each
    /// Redis server, and is counted. One caller after the other, or else one would take another's message for its own.
    /// </summary>
    public static async Task SettleAsync(RedisBackplane node, int servers, Func<Task> publish)
    {
        var turn = Turns.GetValue(node, static _ => new SemaphoreSlim(1));
        await turn.WaitAsync();
        try
        {
            var before = node.UnknownMessages;
            await publish();
            await Eventually.TrueAsync(TimeSpan.FromSeconds(10), () => node.UnknownMessages >= before + servers, "the node hears Redis");
        }
        finally
        {
            turn.Release();
        }
    }
}
