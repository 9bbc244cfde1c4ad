using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RtcHub.Backplane;
using RtcHub.Sessions;
using RtcHub.Topics;

namespace RtcHub.Specification;

/// <summary>A backplane with the topics and sessions of its node, and no connections.</summary>
internal sealed class BackplaneNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private BackplaneNode(Action<RtcHubBuilder> connect)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        connect(services.AddRtcHub());
        _services = services.BuildServiceProvider();
        Backplane = _services.GetRequiredService<IBackplane>();
    }

    public IBackplane Backplane { get; }

    /// <summary>Completes when it is asked to drain.</summary>
    public Task Drained => _drained.Task;

    public IServiceProvider Services => _services;

    /// <param name="connect">Adds the backplane.</param>
    public static async Task<BackplaneNode> StartAsync(Action<RtcHubBuilder> connect)
    {
        var node = new BackplaneNode(connect);
        await node.Backplane.StartAsync(
            node._services.GetRequiredService<TopicDirectory>(),
            node._services.GetRequiredService<SessionRegistry>(),
            new LocalNode(node.Describe, () => node._drained.TrySetResult()),
            CancellationToken.None);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (!node.Backplane.IsAvailable) // on a busy machine it may not be by then
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, timeout.Token);
        return node;
    }

    public Guest CreateGuest(string? metadata = null, TopicAccess? access = null) =>
        new(this, _services.GetRequiredService<SessionContext>(), metadata, access ?? TopicAccess.Open);

    /// <summary>What it says of itself.</summary>
    public NodeStatus Describe() => new(
        Backplane.NodeId, "1.2.3", DateTimeOffset.UnixEpoch, 1, 2, 3, CpuShare: 0.5, MemoryBytes: 4, Draining: false, Ready: false, ["a reason"],
        new NodeRates(1.5, 0.5, 0.25, new HandshakeFigures(5, 1, 400, null)));

    public async ValueTask DisposeAsync()
    {
        await Backplane.LeaveServiceAsync();
        await _services.DisposeAsync();
    }
}
