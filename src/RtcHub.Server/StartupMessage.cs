using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace RtcHub.Server;

/// <summary>Says where to open the page, once the server listens.</summary>
internal sealed partial class StartupMessage(IServer server, IHostApplicationLifetime lifetime, ILogger<StartupMessage> logger)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() =>
        {
            var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
            OpenPage(string.Join(" or ", addresses.Select(Openable)));
        });
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>An address to click: "every interface" is none.</summary>
    private static string Openable(string address) =>
        address.Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal);

    [LoggerMessage(3000, LogLevel.Information, "RtcHub is ready. Open {Address}")]
    private partial void OpenPage(string address);
}
