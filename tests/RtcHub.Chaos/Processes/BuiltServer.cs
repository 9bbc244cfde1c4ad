using System.Reflection;

namespace RtcHub.Chaos.Processes;

/// <summary>The server built in the same configuration as this program, and files of the repository.</summary>
internal static class BuiltServer
{
    private static readonly string Here = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!;

    public static string AssemblyFile
    {
        get
        {
            var output = Path.GetRelativePath(Path.Combine(Here, "../../.."), Here); // bin/Release/net10.0
            return RepositoryFile(Path.Combine("src/RtcHub.Server", output, "RtcHub.Server.dll"));
        }
    }

    public static string RepositoryFile(string path) => Path.GetFullPath(Path.Combine(Here, "../../../../..", path));
}
