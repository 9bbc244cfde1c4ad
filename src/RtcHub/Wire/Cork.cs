namespace RtcHub.Wire;

/// <summary>
/// While a thread handles what a client has sent, everything that this brings about is gathered, and goes out when it is
/// done: ten candidates that came together leave in one write, and nobody's write is waited for on the way.
/// </summary>
internal static class Cork
{
    [ThreadStatic]
    private static Turn? t_turn;

    /// <summary>Gathers until it is disposed of, on this thread. One within another ends with that.</summary>
    public static Scope Open()
    {
        var turn = t_turn ??= new Turn();
        turn.Depth++;
        return new Scope(turn);
    }

    /// <summary>Has that sent at the end of this thread's turn. False when there is none.</summary>
    public static bool TryHold(IHeld held)
    {
        if (t_turn is not { Depth: > 0 } turn)
            return false;
        turn.Held.Enqueue(held);
        return true;
    }

    /// <summary>Something that waits for the end of a turn.</summary>
    internal interface IHeld
    {
        /// <summary>Sends what waits. May have more held. Does not throw.</summary>
        void Send();
    }

    internal sealed class Turn
    {
        public int Depth { get; set; }

        public Queue<IHeld> Held { get; } = new();
    }

    internal readonly ref struct Scope(Turn turn)
    {
        public void Dispose()
        {
            try
            {
                while (turn.Depth == 1 && turn.Held.TryDequeue(out var held))
                    held.Send();
            }
            finally
            {
                turn.Depth--; // else this thread would never send anything again
            }
        }
    }
}
