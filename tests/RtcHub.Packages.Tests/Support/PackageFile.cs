using System.IO.Compression;
using System.Xml.Linq;

namespace RtcHub.Packages.Tests.Support;

/// <summary>A package of NuGet's, opened.</summary>
internal sealed class PackageFile(string path) : IDisposable
{
    private readonly ZipArchive _archive = ZipFile.OpenRead(path);

    /// <summary>What was put in, without what the format itself needs.</summary>
    public IEnumerable<string> Files => _archive.Entries.Select(entry => entry.FullName)
        .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal))
        .Where(name => name != "[Content_Types].xml" && !name.EndsWith(".nuspec", StringComparison.Ordinal));

    /// <summary>The manifest, without its namespace, which depends on what is in it.</summary>
    public XElement Metadata
    {
        get
        {
            var name = _archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).FullName;
            var manifest = XElement.Load(new MemoryStream(Read(name)));
            foreach (var element in manifest.DescendantsAndSelf())
                element.Name = element.Name.LocalName;
            return manifest.Element("metadata")!;
        }
    }

    public byte[] Read(string name)
    {
        using var content = _archive.GetEntry(name)!.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    public void Dispose() => _archive.Dispose();
}
