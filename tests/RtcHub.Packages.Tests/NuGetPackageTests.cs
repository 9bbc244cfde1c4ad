using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace RtcHub.Packages.Tests;

[Collection(nameof(Packed))]
public class NuGetPackageTests(Packed packed)
{
    [Theory]
    [InlineData("RtcHub", "src/RtcHub")]
    [InlineData("RtcHub.Redis", "src/RtcHub.Redis")]
    [InlineData("RtcHub.Templates", "templates")]
    public void A_package_has_a_README_a_licence_an_icon_and_its_origin(string name, string folder)
    {
        using var package = packed.Open(name);
        var metadata = package.Metadata;

        Encoding.UTF8.GetString(package.Read("README.md")).Should().Be(Repository.Read($"{folder}/README.md"));
        package.Read("icon.png").Should().NotBeEmpty();
        metadata.Element("readme")!.Value.Should().Be("README.md");
        metadata.Element("icon")!.Value.Should().Be("icon.png");
        metadata.Element("license")!.Value.Should().Be("MIT");
        metadata.Element("tags")!.Value.Should().Contain("webrtc");
        metadata.Element("description")!.Value.Should().EndWith(".");
        metadata.Element("repository")!.Attribute("url")!.Value.Should().Be(Packed.RepositoryUrl);
        metadata.Element("repository")!.Attribute("commit")!.Value.Should().HaveLength(40);
    }

    [Theory]
    [InlineData("RtcHub", "lib/net10.0/RtcHub.dll", "lib/net10.0/RtcHub.xml")]
    [InlineData("RtcHub.Redis", "lib/net10.0/RtcHub.Redis.dll", "lib/net10.0/RtcHub.Redis.xml")]
    [InlineData(
        "RtcHub.Templates",
        "content/.template.config/template.json", "content/Program.cs", "content/RtcHubApp.csproj", "content/wwwroot/index.html", "content/wwwroot/rtchub.js")]
    public void A_package_holds_what_it_is_for_and_nothing_else(string name, params string[] files)
    {
        using var package = packed.Open(name);

        package.Files.Should().BeEquivalentTo(["README.md", "icon.png", .. files]);
    }

    [Theory]
    [InlineData("RtcHub")]
    [InlineData("RtcHub.Redis")]
    public void Symbols_lead_to_every_source_file(string name)
    {
        using var package = packed.Open(name, "snupkg");
        using var symbols = new SymbolFile(package.Read($"lib/net10.0/{name}.pdb"));
        var commit = package.Metadata.Element("repository")!.Attribute("commit")!.Value;

        symbols.Links.Should().Equal(new Dictionary<string, string> { ["/_/*"] = $"https://raw.githubusercontent.com/example/rtchub/{commit}/*" });
        symbols.LinkedSources.Should().HaveCountGreaterThan(20);
        symbols.LinkedSources.Should().OnlyContain(source => source.StartsWith("/_/src/", StringComparison.Ordinal) && File.Exists(Repository.PathOf(source.Substring(3))));
    }

    [Fact]
    public async Task Packing_again_gives_the_same_bytes_and_no_path_of_the_machine()
    {
        var assembly = AssemblyOf("RtcHub");

        await packed.PackAsync("src/RtcHub");

        AssemblyOf("RtcHub").Should().Equal(assembly);
        assembly.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Repository.Root)).Should().Be(-1);
    }

    [Fact]
    public void RtcHub_depends_on_nothing_and_RtcHub_Redis_on_its_own_RtcHub_and_a_Redis_client_without_an_upper_bound()
    {
        Dependencies("RtcHub").Should().BeEmpty();
        Dependencies("RtcHub.Redis").Should().Equal($"RtcHub [{Packed.Version}]", "StackExchange.Redis 1.2.6");
    }

    /// <summary>What is public is a promise: PublicTypes.txt changes with what the documents say of it.</summary>
    [Fact]
    public void Nothing_internal_is_public()
    {
        string[] types = [.. PublicTypes("RtcHub"), .. PublicTypes("RtcHub.Redis")];

        types.Should().BeEquivalentTo(File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "PublicTypes.txt")));
    }

    [Fact]
    public void The_packages_and_the_changelog_have_one_version()
    {
        var version = XElement.Parse(Repository.Read("Directory.Build.props")).Descendants("Version").Single().Value;
        var client = JsonElement.Parse(Repository.Read("client/rtchub/package.json"));

        client.GetProperty("version").GetString().Should().Be(version);
        Repository.Read("CHANGELOG.md").Should().Contain($"\n## {version}\n");
    }

    private byte[] AssemblyOf(string name)
    {
        using var package = packed.Open(name);
        return package.Read($"lib/net10.0/{name}.dll");
    }

    private IEnumerable<string> Dependencies(string name)
    {
        using var package = packed.Open(name);
        return package.Metadata.Descendants("dependency").Select(dependency => $"{dependency.Attribute("id")!.Value} {dependency.Attribute("version")!.Value}");
    }

    private string[] PublicTypes(string name)
    {
        using var assembly = new PEReader(new MemoryStream(AssemblyOf(name)));
        var reader = assembly.GetMetadataReader();
        return
        [
            .. reader.TypeDefinitions.Select(reader.GetTypeDefinition)
                .Where(type => (type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public)
                .Select(type => $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}"),
        ];
    }
}
