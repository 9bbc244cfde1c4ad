using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using RtcHub.Backplane;
using RtcHub.Diagnostics;
using RtcHub.Sessions;
using RtcHub.Wire;

namespace RtcHub.Draining;

/// <summary>
/// Empties this node before it stops: not ready, no new connections, <c>GoAway</c> to everyone, and what is left at the
/// deadline is handed to the other nodes. Where there is no other node, it stops at once.
/// </summary>
internal sealed class DrainService(
    IHostApplicationLifetime lifetime,
    IBackplane backplane,
    SessionRegistry sessions,
    ConnectionCount connections,
    SignalingProtocol protocol,
    IOptions<RtcHubOptions> options,
    TimeProvider time,
    ILogger<DrainService> logger) : IHostedLifecycleService
{
    /// <summary>For each client that must move: what a resume costs, with room.</summary>
    private static readonly TimeSpan SpreadPerConnection = TimeSpan.FromMilliseconds(3);

    private volatile bool _isDraining;

    public bool IsDraining => _isDraining;

    /// <summary>
    /// SignalR closes all connections when the application is stopping, and stopping waits for its callbacks, the last
    /// registered first: this one comes before SignalR's, and holds them up until the node is empty.
    /// </summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => DrainAsync().GetAwaiter().GetResult());
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task DrainAsync()
    {
        _isDraining = true;
        if (backplane.HasOtherNodes && connections.Value > 0)
            await MoveClientsAsync();
        await backplane.LeaveServiceAsync();
    }

    private async Task MoveClientsAsync()
    {
        var deadline = options.Value.DrainTimeout * 0.75; // the rest is for those who stay
        var spread = SpreadPerConnection * connections.Value;
        if (spread > deadline / 2)
            spread = deadline / 2;
        logger.Draining(connections.Value);

        var goAway = protocol.Frame(
            nameof(ISignalingClient.GoAway), new GoAway("draining", (int)spread.TotalMilliseconds, (int)deadline.TotalMilliseconds));
        foreach (var session in sessions.All)
            session.GoAway(goAway);

        try
        {
            await connections.WhenNone().WaitAsync(deadline, time);
        }
        catch (TimeoutException)
        {
            foreach (var session in sessions.All)
                session.Disconnect(); // the client resumes elsewhere all the same
        }
    }
}
