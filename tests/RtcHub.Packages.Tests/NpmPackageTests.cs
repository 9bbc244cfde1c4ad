using System.Text.Json;

namespace RtcHub.Packages.Tests;

[Collection(nameof(Packed))]
public class NpmPackageTests(Packed packed)
{
    private const string Typescript = "typescript@7.0.2";

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true };

    [Fact]
    public async Task It_has_a_README_a_licence_types_and_sources_and_nothing_else()
    {
        var package = await InstalledAsync();
        var top = Directory.EnumerateFileSystemEntries(package).Select(Path.GetFileName);

        top.Should().BeEquivalentTo("README.md", "LICENSE", "package.json", "dist", "src");
        File.ReadAllText(Path.Combine(package, "LICENSE")).Should().Be(Repository.Read("LICENSE"));
        File.ReadAllText(Path.Combine(package, "README.md")).Should().Be(Repository.Read("client/rtchub/README.md"));
        var sources = Files(package, "src", ".ts");
        sources.Should().HaveCountGreaterThan(50);
        Files(package, "dist", ".js").Should().Equal(sources);
        Files(package, "dist", ".d.ts").Should().Equal(sources);
    }

    [Fact]
    public async Task Its_maps_lead_to_its_sources()
    {
        var maps = Directory.GetFiles(Path.Combine(await InstalledAsync(), "dist"), "*.map", Everything);

        maps.Should().HaveCountGreaterThan(100);
        foreach (var map in maps)
        {
            var sources = JsonElement.Parse(File.ReadAllText(map)).GetProperty("sources").EnumerateArray();
            sources.Should().OnlyContain(source => File.Exists(Path.Combine(Path.GetDirectoryName(map)!, source.GetString()!)));
        }
    }

    [Fact]
    public Task Its_package_json_is_right_for_every_bundler() =>
        Shell.RunAsync(packed.EmptyFolder(), $"npx --yes publint@0.3.25 {packed.NpmPackage} --strict");

    [Theory]
    [InlineData("nodenext")]
    [InlineData("bundler")]
    public async Task What_the_READMEs_show_of_a_page_compiles(string resolution)
    {
        var folder = (await packed.Client).Folder;
        string[] pages = ["README.md", "src/RtcHub/README.md", "client/rtchub/README.md"];
        foreach (var (index, page) in pages.Index())
        {
            var given = "import type { RemotePeer } from \"rtchub\";\ndeclare function videoOf(peer: RemotePeer): HTMLVideoElement;";
            await File.WriteAllTextAsync(Path.Combine(folder, $"page-{index}.mts"), $"{given}\n{Document.FirstScript(page)}");
        }

        var module = resolution == "bundler" ? "esnext" : resolution;
        await Shell.RunAsync(
            folder,
            $"npx --yes -p {Typescript} tsc --noEmit --strict --target es2022 --types '' --module {module} --moduleResolution {resolution} page-*.mts");
    }

    private async Task<string> InstalledAsync() => Path.Combine((await packed.Client).Folder, "node_modules/rtchub");

    /// <summary>The files below a folder with an extension, without it.</summary>
    private static IEnumerable<string> Files(string package, string folder, string extension) =>
        Directory.EnumerateFiles(Path.Combine(package, folder), $"*{extension}", Everything)
            .Select(file => Path.GetRelativePath(Path.Combine(package, folder), file)[..^extension.Length])
            .Order(StringComparer.Ordinal);
}
