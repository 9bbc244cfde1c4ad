using RtcHub.Chaos.Clients;
using RtcHub.Chaos.Logs;
using RtcHub.Chaos.Processes;

namespace RtcHub.Chaos;

/// <summary>What clients, faults and the run share.</summary>
internal sealed class World(Settings settings, Cluster cluster)
{
    public static readonly TimeSpan PatienceForResume = TimeSpan.FromSeconds(10);

    private volatile bool _isCalm;
    private volatile bool _isBusy;
    private long _patience = TimeSpan.FromSeconds(4).Ticks;

    public Settings Settings => settings;

    public Cluster Cluster => cluster;

    public Journal Journal { get; } = new();

    public List<Client> Clients { get; } = [];

    /// <summary>In a calm nobody says anything new, drops or leaves; everyone comes back.</summary>
    public bool IsCalm
    {
        get => _isCalm;
        set => _isCalm = value;
    }

    /// <summary>Clients send often, so that a short silence shows.</summary>
    public bool IsBusy
    {
        get => _isBusy;
        set => _isBusy = value;
    }

    /// <summary>How long a client waits for an answer before it goes elsewhere.</summary>
    public TimeSpan Patience
    {
        get => new(Interlocked.Read(ref _patience));
        set => Interlocked.Exchange(ref _patience, value.Ticks);
    }

    /// <summary>A node that clients are on; the more, the likelier.</summary>
    public Node PickNode(Random random)
    {
        int[] busy = [.. Clients.Select(client => client.Keeper.Node).OfType<int>().Where(node => node >= 0)];
        return Cluster.Nodes[busy.Length > 0 ? busy[random.Next(busy.Length)] : random.Next(Cluster.Nodes.Count)];
    }

    /// <summary>Between two messages of a client.</summary>
    public TimeSpan Beat => TimeSpan.FromSeconds(1 / (IsBusy ? Math.Max(settings.Rate, Math.Min(5, 600.0 / settings.Peers)) : settings.Rate));
}
