using System.Net.Sockets;

/// <summary>
/// Runs inside the server (<c>DOTNET_STARTUP_HOOKS</c>), which knows nothing of it: tasks that failed and nobody asked
/// are said aloud, and whoever connects to a socket is told how many bytes are in use once all garbage is collected, by
/// objects and by the buffers of pools.
/// </summary>
internal static class StartupHook
{
    public const string SocketVariable = "RTCHUB_ATTACKS_SOCKET";

    public static void Initialize()
    {
        TaskScheduler.UnobservedTaskException += (_, unobserved) => Console.Error.WriteLine($"fail: unobserved {unobserved.Exception}");
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(Environment.GetEnvironmentVariable(SocketVariable)!));
        listener.Listen();
        new Thread(() => Answer(listener)) { IsBackground = true }.Start();
    }

    private static void Answer(Socket listener)
    {
        while (true)
        {
            using var asking = listener.Accept();
            for (var i = 0; i < 2; i++) // the finalizers of unobserved tasks run in between
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }

            var generations = GC.GetGCMemoryInfo(GCKind.FullBlocking).GenerationInfo; // 0 to 2, large objects, pinned objects
            foreach (var part in (Range[])[Range.EndAt(3), Range.StartAt(3)])
            {
                var bytes = 0L;
                foreach (var generation in generations[part])
                    bytes += generation.SizeAfterBytes - generation.FragmentationAfterBytes;
                asking.Send(BitConverter.GetBytes(bytes));
            }
        }
    }
}
