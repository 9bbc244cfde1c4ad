using System.Net;
using System.Net.Sockets;

namespace RtcHub.Chaos.Processes;

/// <summary>Ports of loopback that nobody uses now. A process that is started again gets its old one.</summary>
internal static class Ports
{
    public static int[] Take(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (var listener in listeners)
            listener.Dispose();
        return ports;
    }
}
