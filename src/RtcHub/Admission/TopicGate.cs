namespace RtcHub.Admission;

/// <summary>
/// Lets so many at a time into a topic, each from its join until its client takes the roster. A join costs as much as the
/// topic has members, and a roster that nobody reads stays in memory: those who do not read keep each other waiting.
/// </summary>
internal sealed class TopicGate(TimeProvider time)
{
    private const int Places = 64;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Crowd> _crowds = new(StringComparer.Ordinal); // there while somebody is in it

    /// <summary>A place, to be disposed of once; <see langword="null"/> when none has become free, or the connection is lost.</summary>
    public ValueTask<IDisposable?> TryEnterAsync(string topic, CancellationToken lost)
    {
        var crowd = Approach(topic);
        return crowd.Places.Wait(0, CancellationToken.None) ? new(new Place(this, crowd)) : WaitAsync(crowd, lost);
    }

    private async ValueTask<IDisposable?> WaitAsync(Crowd crowd, CancellationToken lost)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, lost);
        try
        {
            await crowd.Places.WaitAsync(either.Token);
            return new Place(this, crowd);
        }
        catch (OperationCanceledException)
        {
            Depart(crowd);
            return null;
        }
    }

    private Crowd Approach(string topic)
    {
        lock (_gate)
        {
            if (!_crowds.TryGetValue(topic, out var crowd))
                _crowds.Add(topic, crowd = new Crowd(topic));
            crowd.Count++;
            return crowd;
        }
    }

    private void Depart(Crowd crowd)
    {
        lock (_gate)
        {
            if (--crowd.Count == 0)
                _crowds.Remove(crowd.Topic);
        }
    }

    /// <summary>Those who are in a topic's gate, or wait for it.</summary>
    private sealed class Crowd(string topic)
    {
        public string Topic => topic;

        public SemaphoreSlim Places { get; } = new(TopicGate.Places);

        public int Count { get; set; }
    }

    private sealed class Place(TopicGate gate, Crowd crowd) : IDisposable
    {
        public void Dispose()
        {
            crowd.Places.Release();
            gate.Depart(crowd);
        }
    }
}
