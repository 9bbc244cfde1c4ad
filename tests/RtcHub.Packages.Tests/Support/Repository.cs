namespace RtcHub.Packages.Tests.Support;

/// <summary>The files that are packed, and the documents about them.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));
}
