namespace RtcHub.Packages.Tests.Support;

/// <summary>All that is published, packed once as CONTRIBUTING.md says, and a place outside the repository to install it in.</summary>
public sealed class Packed : IAsyncLifetime
{
    /// <summary>Newer than what any registry has, so that "the newest" is what was packed here.</summary>
    public const string Version = "9999.0.0";

    public const string RepositoryUrl = "https://github.com/example/rtchub";

    private readonly Lazy<Task<NodeProject>> _client;
    private readonly string _root = Directory.CreateTempSubdirectory("rtchub-packages-").FullName;

    public Packed() => _client = new(() => NodeProject.CreateAsync(this));

    /// <summary>Under the root, as <c>bin</c> and <c>obj</c> are, and not in their way.</summary>
    private static string Build => Repository.PathOf("artifacts/packing");

    private string Packages => Path.Combine(_root, "packages");

    /// <summary>What everything that is installed here goes into: a cache that was empty before.</summary>
    internal (string, string)[] Environment => [("NUGET_PACKAGES", Path.Combine(_root, "cache"))];

    /// <summary>The npm package, installed.</summary>
    internal Task<NodeProject> Client => _client.Value;

    internal string NpmPackage => Directory.GetFiles(Packages, "rtchub-*.tgz").Single();

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Packages);
        await PackAsync(".");
        await Shell.RunAsync(Repository.Root, $"npm --prefix client pack -w rtchub --pack-destination {Packages}");
        await File.WriteAllTextAsync(
            Path.Combine(_root, "nuget.config"),
            $"""<configuration><packageSources><add key="packed" value="{Packages}" /></packageSources></configuration>""");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return Task.CompletedTask;
    }

    internal PackageFile Open(string package, string extension = "nupkg") => new(Path.Combine(Packages, $"{package}.{Version}.{extension}"));

    /// <summary>Packs a project, or all, from the sources alone.</summary>
    internal Task PackAsync(string project)
    {
        if (Directory.Exists(Build))
            Directory.Delete(Build, recursive: true);
        return Shell.RunAsync(
            Repository.Root,
            $"dotnet pack {project} -o {Packages} --artifacts-path {Build} -warnaserror -p:Version={Version} -p:RepositoryUrl={RepositoryUrl}");
    }

    internal string EmptyFolder() => Directory.CreateDirectory(Path.Combine(_root, Guid.NewGuid().ToString("n"))).FullName;
}

[CollectionDefinition(nameof(Packed))]
public class PackedCollection : ICollectionFixture<Packed>;
