using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace RtcHub.Server;

/// <summary>
/// What one connection may ask of the web server before the hub knows of it. The framework's data rates (240 bytes a
/// second after 5 seconds) hold beside these.
/// </summary>
internal sealed class ServerLimits(IOptions<RtcHubOptions> hub)
    : IConfigureOptions<KestrelServerOptions>, IConfigureOptions<SocketTransportOptions>
{
    private const int MaxHeadersBytes = 16_384;

    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;

        // HTTP/2 would put many WebSockets on one connection, where a reader that stops could not be told from the others
        // by its socket's buffer. The page is a handful of files and gains nothing.
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);

        var limits = kestrel.Limits;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(30); // also that of a connection that never says a word
        limits.MaxRequestLineSize = 8_192; // a token and some topics
        limits.MaxRequestHeadersTotalSize = MaxHeadersBytes;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestBodySize = 16 * hub.Value.MaxMessageBytes; // long polling sends what has gathered at once

        // WebSockets do not count here; the hub counts them, and answers with a status. The page and polls have as much.
        if (hub.Value.MaxConnections > 0)
            limits.MaxConcurrentConnections = hub.Value.MaxConnections;
    }

    /// <summary>What is for a slow reader waits in the hub, where it is counted.</summary>
    public void Configure(SocketTransportOptions sockets)
    {
        sockets.MaxWriteBufferSize = 16_384;
        sockets.UnsafePreferInlineScheduling = true; // nothing here blocks
    }
}
