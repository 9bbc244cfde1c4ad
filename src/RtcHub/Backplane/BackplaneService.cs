using Microsoft.Extensions.Hosting;
using RtcHub.Management;
using RtcHub.Sessions;
using RtcHub.Topics;

namespace RtcHub.Backplane;

/// <summary>Connects the backplane to this node's inbox before the first client comes.</summary>
internal sealed class BackplaneService(IBackplane backplane, TopicDirectory topics, SessionRegistry sessions, ThisNode node)
    : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) =>
        backplane.StartAsync(topics, sessions, new LocalNode(node.Describe, node.Drain), cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
